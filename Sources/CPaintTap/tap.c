// poppler-glib says nothing of drawn lines, nor of what hides a character. But it paints through a handful of public cairo
// functions, and hands every character over to libpoppler. Defining these in the executable puts the definitions here first
// in the dynamic linker's search order, so that a rendering passes through here; without a sink each call goes on to the
// library.
#include "tap.h"
#include <math.h>
#include <stdlib.h>

_Thread_local tap_state tap;

/// Questions to cairo and comparisons that one page may cost: a second or two. Sound pages take some thousands.
static const size_t most_questions = 30 * 1000 * 1000;

void paint_tap_begin(paint_sink *sink) {
    int32_t *string = tap.string;
    int capacity = tap.string_capacity;
    tap = (tap_state){
        .sink = sink, .string = string, .string_capacity = capacity, .odd_clip_since = -1, .mask_since = -1 };
    cover_begin();
    group_begin();
}

void paint_tap_end(void) {
    group_end();
    tap.sink = NULL;
}

/// False for numbers that are none.
bool tap_is_near(double x, double y) { return fabs(x) <= tap.sink->farthest && fabs(y) <= tap.sink->farthest; }

void tap_to_page(cairo_t *cr, double *x, double *y) {
    cairo_user_to_device(cr, x, y);
    *x /= tap.sink->scale;
    *y /= tap.sink->scale;
}

bool tap_may_ask(void) {
    if (tap.questions++ < most_questions) return true;
    tap.sink->overflowed = true;
    return false;
}

paint_event *tap_add(enum paint_kind kind) {
    paint_sink *sink = tap.sink;
    size_t *count = kind == paint_glyph ? &sink->glyph_count : &sink->mark_count;
    size_t limit = kind == paint_glyph ? sink->glyph_limit : sink->mark_limit;
    if (*count >= limit) {
        if (kind == paint_glyph) *count += 1; else sink->overflowed = true;
        return NULL;
    }
    if (sink->count == sink->capacity) {
        size_t wanted = sink->capacity ? sink->capacity * 2 : 4096;
        paint_event *grown = wanted <= INT32_MAX ? realloc(sink->events, wanted * sizeof *grown) : NULL;
        if (!grown) { sink->overflowed = true; return NULL; }
        sink->events = grown;
        sink->capacity = wanted;
    }
    *count += 1;
    paint_event *event = &sink->events[sink->count++];
    *event = (paint_event){ .kind = kind, .alpha = 1, .run = tap.run, .next = -1 };
    if (tap.annotations > 0) event->facts |= fact_annotation;
    if (tap.tiles > 0 || tap.others > 0) event->facts |= fact_elsewhere;
    if (tap.mask_since >= 0) event->facts |= fact_masked;
    return event;
}

void tap_set_colour(cairo_t *cr, paint_event *event) {
    double r, g, b, a;
    if (cairo_pattern_get_rgba(cairo_get_source(cr), &r, &g, &b, &a) != CAIRO_STATUS_SUCCESS) {
        event->facts |= fact_pattern;
        return;
    }
    event->red = (uint8_t)lround(fmin(fmax(r, 0), 1) * 255);
    event->green = (uint8_t)lround(fmin(fmax(g, 0), 1) * 255);
    event->blue = (uint8_t)lround(fmin(fmax(b, 0), 1) * 255);
    event->alpha *= (float)a;
}

bool tap_clip_box(double box[4]) {
    if (!tap.is_clip_known) {
        // In device space, where the box of an upright clip is the clip.
        cairo_t *cr = tap.sink->page;
        cairo_matrix_t matrix;
        cairo_get_matrix(cr, &matrix);
        cairo_identity_matrix(cr);
        cairo_clip_extents(cr, &tap.clip[0], &tap.clip[1], &tap.clip[2], &tap.clip[3]);
        cairo_set_matrix(cr, &matrix);
        for (int i = 0; i < 4; i++) tap.clip[i] /= tap.sink->scale;
        tap.is_clip_open = tap.clip[2] > tap.clip[0] && tap.clip[3] > tap.clip[1];
        tap.is_clip_known = true;
        // Clips at the same place, to a tenth of a point, are one.
        tap.clip_name = tap.odd_clip_since >= 0;
        for (int i = 0; i < 4; i++) {
            double tenths = fmin(fmax(tap.clip[i] * 10, -1e9), 1e9);
            tap.clip_name = tap.clip_name * 31 + (uint32_t)(int32_t)tenths;
        }
    }
    for (int i = 0; i < 4; i++) box[i] = tap.clip[i];
    return tap.is_clip_open;
}

bool tap_is_inside_odd_clip(double x, double y) {
    if (!tap_may_ask()) return true;
    x *= tap.sink->scale;
    y *= tap.sink->scale;
    cairo_device_to_user(tap.sink->page, &x, &y);
    return cairo_in_clip(tap.sink->page, x, y);
}

bool tap_has_opaque_source(cairo_t *cr) {
    if (cairo_get_operator(cr) != CAIRO_OPERATOR_OVER) return false;
    cairo_pattern_t *source = cairo_get_source(cr);
    double r, g, b, a;
    if (cairo_pattern_get_rgba(source, &r, &g, &b, &a) == CAIRO_STATUS_SUCCESS) return a > 0.95;
    cairo_surface_t *surface;
    return cairo_pattern_get_surface(source, &surface) == CAIRO_STATUS_SUCCESS
        && cairo_surface_get_content(surface) == CAIRO_CONTENT_COLOR;
}
