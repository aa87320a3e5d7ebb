// What lies beneath and over what is painted.
#include "tap.h"
#include <math.h>
#include <stdlib.h>

/// Rows of the page that keep what was painted on them, and how high they are in points.
enum { rows = 1024 };
static const double row_height = 8;
/// An area that covers is no thinner than this; lines cover nothing.
static const double thinnest = 3;

static _Thread_local int32_t heads[rows];
/// Areas that may lie beneath glyphs, in order of painting.
static _Thread_local int32_t *areas;
static _Thread_local int area_count, area_capacity, dark_count;

void cover_begin(void) {
    for (int i = 0; i < rows; i++) heads[i] = -1;
    area_count = dark_count = 0;
}

static int row_of(double y) { return y < 0 ? 0 : y >= rows * row_height ? rows - 1 : (int)(y / row_height); }

static void keep(int32_t index, double y) {
    int row = row_of(y);
    tap.sink->events[index].next = heads[row];
    heads[row] = index;
}

static bool is_dark(const paint_event *e) { return e->red < 128 || e->green < 128 || e->blue < 128; }

/// The colour beneath a place, into the `under` fields; white where nothing was painted.
static void look_beneath(paint_event *e, double x, double y) {
    e->under_red = e->under_green = e->under_blue = 255;
    // On a page without dark areas dark text stands out wherever it stands.
    if (dark_count == 0 && e->red < 100 && e->green < 100 && e->blue < 100) return;
    for (int i = area_count; i-- > 0;) {
        const paint_event *area = &tap.sink->events[areas[i]];
        if (!tap_may_ask()) return;
        if (x < area->x0 || x > area->x1 || y < area->y0 || y > area->y1 || area->alpha < 0.5) continue;
        if (area->kind == paint_picture) { e->facts |= fact_on_picture; return; }
        e->under_red = area->red; e->under_green = area->green; e->under_blue = area->blue;
        return;
    }
}

void cover_add_glyph(int32_t index) {
    paint_event *e = &tap.sink->events[index];
    double x, y;
    glyph_middle(e, 0.5, &x, &y);
    look_beneath(e, x, y);
    keep(index, y);
}

void cover_add_mark(int32_t index) {
    paint_event *e = &tap.sink->events[index];
    double x = (e->x0 + e->x1) / 2, y = (e->y0 + e->y1) / 2;
    look_beneath(e, x, y);
    keep(index, y);
    bool is_area = e->kind == paint_picture || (e->kind == paint_fill && (e->facts & fact_rectangle));
    if (!is_area || e->x1 - e->x0 < thinnest || e->y1 - e->y0 < thinnest) return;
    if (area_count == area_capacity) {
        int wanted = area_capacity ? area_capacity * 2 : 256;
        int32_t *grown = realloc(areas, (size_t)wanted * sizeof *grown);
        if (!grown) return;
        areas = grown;
        area_capacity = wanted;
    }
    areas[area_count++] = index;
    if (e->kind == paint_picture || is_dark(e)) dark_count++;
}

void cover_with(int32_t index, const double box[4], cover_test test, void *context) {
    if (box[2] - box[0] < thinnest || box[3] - box[1] < thinnest) return;
    paint_event *events = tap.sink->events;
    // What is painted out is painted out with a rectangle; other shapes are drawings: the star of a seal, a letterhead.
    bool is_plain = events[index].kind != paint_picture && (events[index].facts & fact_rectangle);
    uint32_t fact = is_plain ? fact_under_fill : fact_under_picture;
    for (int row = row_of(box[1]); row <= row_of(box[3]); row++) {
        for (int32_t i = heads[row]; i >= 0; i = events[i].next) {
            paint_event *e = &events[i];
            if (i >= index || (e->facts & (fact_under_fill | fact_under_picture))) continue;
            if (!tap_may_ask()) return;
            int hits = 0;
            for (int part = 0; part < 3; part++) {
                double x, y;
                if (e->kind == paint_glyph) {
                    glyph_middle(e, (part * 2 + 1) / 6.0, &x, &y);
                } else {
                    // Both ends and the middle of a line; of an area two corners and the middle.
                    x = e->x0 + (e->x1 - e->x0) * part / 2;
                    y = e->y0 + (e->y1 - e->y0) * part / 2;
                }
                if (x < box[0] || x > box[2] || y < box[1] || y > box[3]) continue;
                if (!test || test(context, x, y)) hits++;
            }
            if (hits >= (e->kind == paint_glyph ? 2 : 3)) e->facts |= fact;
        }
    }
}
