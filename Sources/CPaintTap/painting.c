// What cairo is told to paint: shapes, pictures, groups. Nothing is painted while a page is tapped.
#include "tap.h"
#include <math.h>

/// A mark is a line where it is no thicker than this: borders seen are 0.12 to 2.25 points thick.
static const double thickest_line = 3;

// MARK: State

void cairo_save(cairo_t *cr) {
    if (is_tapped() && is_page(cr)) tap.saved++;
    REAL(cairo_save)(cr);
}

void cairo_restore(cairo_t *cr) {
    if (is_tapped() && is_page(cr)) {
        tap.saved--;
        if (tap.saved < tap.odd_clip_since) tap.odd_clip_since = -1;
        if (tap.saved < tap.mask_since) tap.mask_since = -1;
        tap.is_clip_known = false;
    }
    REAL(cairo_restore)(cr);
}

cairo_t *cairo_create(cairo_surface_t *surface) {
    if (is_tapped()) tap.others++;
    return REAL(cairo_create)(surface);
}

void cairo_destroy(cairo_t *cr) {
    if (is_tapped() && !is_page(cr) && tap.others > 0) tap.others--;
    REAL(cairo_destroy)(cr);
}

/// What is painted in a group is on the page only once the group is.
void cairo_push_group(cairo_t *cr) {
    if (is_tapped() && is_page(cr)) group_push();
    REAL(cairo_push_group)(cr);
}

void cairo_push_group_with_content(cairo_t *cr, cairo_content_t content) {
    if (is_tapped() && is_page(cr)) group_push();
    REAL(cairo_push_group_with_content)(cr, content);
}

cairo_pattern_t *cairo_pop_group(cairo_t *cr) {
    cairo_pattern_t *group = REAL(cairo_pop_group)(cr);
    if (is_tapped() && is_page(cr)) group_pop(group);
    return group;
}

void cairo_pop_group_to_source(cairo_t *cr) {
    REAL(cairo_pop_group_to_source)(cr);
    if (is_tapped() && is_page(cr)) group_pop(cairo_get_source(cr));
}

// MARK: Outlines

/// One closed part of a path: its box, and what it may be. Of a curve the points that it goes through count.
typedef struct {
    double x[most_corners], y[most_corners];
    int count;
    bool is_curved;
    double x0, y0, x1, y1;
} outline;

static void outline_start(outline *o, double x, double y) {
    o->x[0] = o->x0 = o->x1 = x;
    o->y[0] = o->y0 = o->y1 = y;
    o->count = 1;
    o->is_curved = false;
}

static void outline_add(outline *o, double x, double y) {
    if (o->count < most_corners) { o->x[o->count] = x; o->y[o->count] = y; }
    o->count++;
    o->x0 = fmin(o->x0, x); o->x1 = fmax(o->x1, x);
    o->y0 = fmin(o->y0, y); o->y1 = fmax(o->y1, y);
}

/// Points without one that stands where the one before it does, and without the last where it is the first again.
static int corners(const outline *o, double *x, double *y) {
    if (o->count < 3 || o->count > 6 || o->is_curved) return 0;
    int n = 0;
    for (int i = 0; i < o->count; i++) {
        if (n && fabs(o->x[i] - x[n - 1]) < 1e-3 && fabs(o->y[i] - y[n - 1]) < 1e-3) continue;
        x[n] = o->x[i]; y[n] = o->y[i]; n++;
    }
    if (n > 1 && fabs(x[0] - x[n - 1]) < 1e-3 && fabs(y[0] - y[n - 1]) < 1e-3) n--;
    return n;
}

/// Whether an outline is an upright rectangle, or nothing but a line.
static bool is_rectangle(const outline *o) {
    double x[6], y[6];
    int n = corners(o, x, y);
    if (n < 2 || n > 4) return false;
    for (int i = 0; i < n; i++) {
        int next = (i + 1) % n;
        if (fabs(x[next] - x[i]) > 0.05 && fabs(y[next] - y[i]) > 0.05) return false;
    }
    return n == 4 || (n == 2 && (o->x1 - o->x0 < 0.05 || o->y1 - o->y0 < 0.05));
}

/// Whether an outline is a thin quadrilateral along an axis: borders with mitred ends are trapezoids.
static bool is_thin(const outline *o) {
    double x[6], y[6];
    int n = corners(o, x, y);
    double width = o->x1 - o->x0, height = o->y1 - o->y0;
    if (n != 4 || fmin(width, height) > thickest_line || fmax(width, height) < 2 * fmin(width, height)) return false;
    int along = 0;
    for (int i = 0; i < n; i++) {
        int next = (i + 1) % n;
        double dx = fabs(x[next] - x[i]), dy = fabs(y[next] - y[i]);
        if (width > height ? (dy < 0.05 && dx > width / 2) : (dx < 0.05 && dy > height / 2)) along++;
    }
    return along == 2;
}

// MARK: Shapes

/// Notes how many pixels a picture has: it, or its mask, whichever is finer.
static void note_pixels(paint_event *e, cairo_pattern_t *pattern) {
    cairo_surface_t *surface;
    if (!pattern || cairo_pattern_get_surface(pattern, &surface) != CAIRO_STATUS_SUCCESS) return;
    if (cairo_surface_get_type(surface) != CAIRO_SURFACE_TYPE_IMAGE) return;
    int across = cairo_image_surface_get_width(surface), down = cairo_image_surface_get_height(surface);
    if (across <= 0 || down <= 0 || (uint64_t)across * (uint64_t)down <= (uint64_t)e->pixels_across * e->pixels_down) return;
    e->pixels_across = (uint32_t)across;
    e->pixels_down = (uint32_t)down;
    e->pixel_bits = tap.pixel_bits;
    tap.is_picture_painted = true;
}

/// Adds a mark of what its clip leaves of a box, and looks what it covers.
///
/// - Parameter corners: of an area that is no box.
static void add_mark(cairo_t *cr, enum paint_kind kind, double x0, double y0, double x1, double y1, uint32_t facts,
                     const corner_list *corners, cover_test test, void *context) {
    double clip[4];
    if (!tap_clip_box(clip) || !tap_is_near(x0, y0) || !tap_is_near(x1, y1)) return;
    // A line has no thickness of its own: one on the edge of a clip shows half.
    double slack = 0.01;
    if (x1 < clip[0] - slack || x0 > clip[2] + slack || y1 < clip[1] - slack || y0 > clip[3] + slack) return;
    paint_event *e = tap_add(kind);
    if (!e) return;
    int32_t index = (int32_t)(e - tap.sink->events);
    e->x0 = (float)fmax(x0, clip[0]); e->x1 = (float)fmax(fmin(x1, clip[2]), e->x0);
    e->y0 = (float)fmax(y0, clip[1]); e->y1 = (float)fmax(fmin(y1, clip[3]), e->y0);
    e->facts |= facts;
    tap_set_colour(cr, e);
    if (kind != paint_picture && (e->facts & fact_pattern)) e->kind = paint_picture;
    if (e->kind == paint_picture) {
        note_pixels(e, cairo_get_source(cr));
    }
    cover_add_mark(index, corners);
    if (!(e->facts & (fact_elsewhere | fact_masked)) && tap_has_opaque_source(cr) && e->alpha > 0.95) {
        double box[4] = { e->x0, e->y0, e->x1, e->y1 };
        cover_with(index, box, test, context);
    }
}

/// Whether a place lies inside the current path and an odd clip.
static bool is_in_path(void *context, double x, double y) {
    cairo_t *cr = context;
    if (tap.odd_clip_since >= 0 && !tap_is_inside_odd_clip(x, y)) return false;
    x *= tap.sink->scale;
    y *= tap.sink->scale;
    cairo_device_to_user(cr, &x, &y);
    return cairo_in_fill(cr, x, y);
}

static bool is_in_odd_clip(void *context, double x, double y) { (void)context; return tap_is_inside_odd_clip(x, y); }

/// A rectangle with a thin frame's opening in it, as browsers fill the four borders of a cell: its four lines.
static bool add_frame(cairo_t *cr, const outline *a, const outline *b) {
    const outline *outer = a->x1 - a->x0 >= b->x1 - b->x0 ? a : b, *inner = outer == a ? b : a;
    double left = inner->x0 - outer->x0, top = inner->y0 - outer->y0;
    double right = outer->x1 - inner->x1, bottom = outer->y1 - inner->y1;
    if (fmin(fmin(left, top), fmin(right, bottom)) < -0.01) return false;
    if (fmax(fmax(left, top), fmax(right, bottom)) > thickest_line) return false;
    if (top > 0.01) add_mark(cr, paint_fill, outer->x0, outer->y0, outer->x1, inner->y0, fact_rectangle, NULL, NULL, NULL);
    if (bottom > 0.01) add_mark(cr, paint_fill, outer->x0, inner->y1, outer->x1, outer->y1, fact_rectangle, NULL, NULL, NULL);
    if (left > 0.01) add_mark(cr, paint_fill, outer->x0, outer->y0, inner->x0, outer->y1, fact_rectangle, NULL, NULL, NULL);
    if (right > 0.01) add_mark(cr, paint_fill, inner->x1, outer->y0, outer->x1, outer->y1, fact_rectangle, NULL, NULL, NULL);
    return true;
}

/// A piece of a stroke counts when it runs along an axis; 0.3 points of slant is drawing noise.
static void add_piece(cairo_t *cr, double x0, double y0, double x1, double y1, double width) {
    double across = fabs(x1 - x0), down = fabs(y1 - y0);
    if (across > 0.3 && down > 0.3) return;
    double half = width / 2;
    bool is_level = across >= down;
    // Caps that reach out make a dot of a piece without length.
    double ends = cairo_get_line_cap(cr) == CAIRO_LINE_CAP_BUTT ? 0 : half;
    double out_x = is_level ? ends : half, out_y = is_level ? half : ends;
    double left = fmin(x0, x1) - out_x, right = fmax(x0, x1) + out_x;
    double top = fmin(y0, y1) - out_y, bottom = fmax(y0, y1) + out_y;
    bool is_area = right - left > thickest_line && bottom - top > thickest_line;
    add_mark(cr, is_area ? paint_fill : paint_stroke, left, top, right, bottom, fact_rectangle, NULL,
             tap.odd_clip_since >= 0 ? is_in_odd_clip : NULL, NULL);
}

static void add_stroke(cairo_t *cr, const cairo_path_t *path) {
    double width = cairo_get_line_width(cr), zero = 0;
    cairo_user_to_device_distance(cr, &width, &zero);
    width = hypot(width, zero) / tap.sink->scale;
    if (!isfinite(width)) return;
    double sx = 0, sy = 0, px = 0, py = 0;
    for (int i = 0; i < path->num_data; i += path->data[i].header.length) {
        const cairo_path_data_t *d = &path->data[i];
        int last = d->header.type == CAIRO_PATH_CURVE_TO ? 3 : 1;
        double x = sx, y = sy;
        if (d->header.type != CAIRO_PATH_CLOSE_PATH) {
            x = d[last].point.x;
            y = d[last].point.y;
            tap_to_page(cr, &x, &y);
        }
        if (d->header.type == CAIRO_PATH_MOVE_TO) { sx = x; sy = y; }
        if (d->header.type == CAIRO_PATH_LINE_TO || d->header.type == CAIRO_PATH_CLOSE_PATH) add_piece(cr, px, py, x, y, width);
        px = x;
        py = y;
    }
}

static void add_outline(cairo_t *cr, const outline *o, bool is_only) {
    if (o->count < 2) return;
    bool is_plain = is_only && tap.odd_clip_since < 0, is_box = is_rectangle(o);
    // Parts of a path may be openings in one another.
    corner_list corners = { .count = is_plain ? o->count : most_corners + 1 };
    for (int i = 0; i < corners.count && i < most_corners; i++) {
        corners.x[i] = (float)o->x[i];
        corners.y[i] = (float)o->y[i];
    }
    bool is_simple = is_box && is_plain;
    add_mark(cr, paint_fill, o->x0, o->y0, o->x1, o->y1, is_box ? fact_rectangle : is_thin(o) ? fact_thin : 0,
             is_simple ? NULL : &corners, is_simple ? NULL : is_in_path, cr);
}

static void add_fill(cairo_t *cr, const cairo_path_t *path) {
    // How many parts there are is known only at the end; those of a path of one or two wait for that.
    outline waiting[2];
    int count = 0;
    outline o = { 0 };
    for (int i = 0; i <= path->num_data; i += i < path->num_data ? path->data[i].header.length : 1) {
        const cairo_path_data_t *d = i < path->num_data ? &path->data[i] : NULL;
        if (!d || d->header.type == CAIRO_PATH_MOVE_TO) {
            if (o.count > 1) {
                if (count < 2) {
                    waiting[count] = o;
                } else {
                    if (count == 2) for (int j = 0; j < 2; j++) add_outline(cr, &waiting[j], false);
                    add_outline(cr, &o, false);
                }
                count++;
            }
            if (!d) break;
        }
        if (d->header.type == CAIRO_PATH_CLOSE_PATH) continue;
        int last = d->header.type == CAIRO_PATH_CURVE_TO ? 3 : 1;
        double x = d[last].point.x, y = d[last].point.y;
        tap_to_page(cr, &x, &y);
        if (d->header.type == CAIRO_PATH_MOVE_TO) outline_start(&o, x, y); else outline_add(&o, x, y);
        if (d->header.type == CAIRO_PATH_CURVE_TO) o.is_curved = true;
    }
    if (count == 2 && is_rectangle(&waiting[0]) && is_rectangle(&waiting[1]) && add_frame(cr, &waiting[0], &waiting[1])) return;
    if (count <= 2) for (int j = 0; j < count; j++) add_outline(cr, &waiting[j], count == 1);
}

static void gather(cairo_t *cr, bool is_stroke) {
    bool has_glyphs = tap.has_glyph_path;
    tap.has_glyph_path = false;
    if (is_page(cr) && !has_glyphs && !tap.sink->overflowed) {
        cairo_path_t *path = cairo_copy_path(cr);
        if (path->status == CAIRO_STATUS_SUCCESS) {
            if (is_stroke) add_stroke(cr, path); else add_fill(cr, path);
        }
        cairo_path_destroy(path);
    }
    if (is_page(cr) && has_glyphs && is_stroke) {
        // The outlines were painted, not clipped by; after a filling they may have another colour than that.
        paint_event stroke = { .alpha = 1 };
        tap_set_colour(cr, &stroke);
        for (int i = 0; i < tap.string_count; i++) {
            if (tap.string[i] < 0) continue;
            paint_event *e = &tap.sink->events[tap.string[i]];
            e->facts &= ~(uint32_t)fact_clip_only;
            if (e->red != stroke.red || e->green != stroke.green || e->blue != stroke.blue) e->facts |= fact_pattern;
        }
    }
    cairo_new_path(cr);
}

void cairo_stroke(cairo_t *cr) { if (is_tapped()) gather(cr, true); else REAL(cairo_stroke)(cr); }
void cairo_fill(cairo_t *cr) { if (is_tapped()) gather(cr, false); else REAL(cairo_fill)(cr); }

void cairo_clip(cairo_t *cr) {
    if (is_tapped() && is_page(cr)) {
        tap.has_glyph_path = false;
        tap.is_clip_known = false;
        if (tap.odd_clip_since < 0) {
            cairo_path_t *path = cairo_copy_path(cr);
            outline o = { 0 };
            bool is_box = path->status == CAIRO_STATUS_SUCCESS;
            int parts = 0;
            for (int i = 0; i < path->num_data && is_box; i += path->data[i].header.length) {
                const cairo_path_data_t *d = &path->data[i];
                double x = d[1].point.x, y = d[1].point.y;
                if (d->header.type == CAIRO_PATH_CURVE_TO) is_box = false;
                if (d->header.type == CAIRO_PATH_CURVE_TO || d->header.type == CAIRO_PATH_CLOSE_PATH) continue;
                tap_to_page(cr, &x, &y);
                if (d->header.type == CAIRO_PATH_MOVE_TO) {
                    // A path ends with a move to where it is closed.
                    if (i + d->header.length >= path->num_data) continue;
                    parts++;
                    outline_start(&o, x, y);
                } else {
                    outline_add(&o, x, y);
                }
            }
            if (!is_box || parts > 1 || (parts == 1 && !is_rectangle(&o))) tap.odd_clip_since = tap.saved;
            cairo_path_destroy(path);
        }
    }
    REAL(cairo_clip)(cr);
}

// MARK: Pictures

/// Which part of a picture a mask shows.
typedef struct {
    cairo_t *cr;
    cairo_surface_t *surface;
    cairo_matrix_t matrix;
} mask_sample;

/// Whether a mask that is a picture shows all of what it masks at a place.
static bool is_shown_by_mask(void *context, double x, double y) {
    const mask_sample *mask = context;
    if (tap.odd_clip_since >= 0 && !tap_is_inside_odd_clip(x, y)) return false;
    x *= tap.sink->scale;
    y *= tap.sink->scale;
    cairo_device_to_user(mask->cr, &x, &y);
    cairo_matrix_transform_point(&mask->matrix, &x, &y);
    int width = cairo_image_surface_get_width(mask->surface), height = cairo_image_surface_get_height(mask->surface);
    const unsigned char *bytes = cairo_image_surface_get_data(mask->surface);
    if (!bytes || !isfinite(x) || !isfinite(y) || width <= 0 || height <= 0) return false;
    int column = (int)fmin(fmax(x, 0), width - 1), row = (int)fmin(fmax(y, 0), height - 1);
    const unsigned char *line = bytes + (ptrdiff_t)row * cairo_image_surface_get_stride(mask->surface);
    switch (cairo_image_surface_get_format(mask->surface)) {
    case CAIRO_FORMAT_A1: return line[column / 8] >> (column % 8) & 1;
    case CAIRO_FORMAT_A8: return line[column] > 242;
    case CAIRO_FORMAT_ARGB32: return ((const uint32_t *)(const void *)line)[column] >> 24 > 242;
    default: return true;
    }
}

/// Paints the source over what the clip leaves, through a mask where there is one.
static void paint(cairo_t *cr, double alpha, cairo_pattern_t *mask) {
    if (!is_page(cr) || tap.sink->overflowed) return;
    bool is_over = cairo_get_operator(cr) == CAIRO_OPERATOR_OVER;
    if (group_paint(cairo_get_source(cr), alpha, mask != NULL, is_over && !mask && tap.mask_since < 0)) return;
    double clip[4];
    if (!tap_clip_box(clip)) return;
    mask_sample sample = { .cr = cr };
    bool has_sample = mask && cairo_pattern_get_surface(mask, &sample.surface) == CAIRO_STATUS_SUCCESS
        && cairo_surface_get_type(sample.surface) == CAIRO_SURFACE_TYPE_IMAGE;
    if (has_sample) cairo_pattern_get_matrix(mask, &sample.matrix);
    // What is painted faintly, or through a mask that nobody can look at, hides nothing.
    bool hides = alpha > 0.95 && (!mask || has_sample);
    cairo_operator_t operator = cairo_get_operator(cr);
    if (!hides) cairo_set_operator(cr, CAIRO_OPERATOR_ATOP);
    size_t count = tap.sink->count;
    cover_test test = has_sample ? is_shown_by_mask : tap.odd_clip_since >= 0 ? is_in_odd_clip : NULL;
    add_mark(cr, paint_picture, clip[0], clip[1], clip[2], clip[3], fact_rectangle, NULL, test, &sample);
    if (!hides) cairo_set_operator(cr, operator);
    if (tap.sink->count <= count) return;
    paint_event *e = &tap.sink->events[count];
    e->alpha *= (float)alpha;
    note_pixels(e, mask);
}

void cairo_paint(cairo_t *cr) { if (is_tapped()) paint(cr, 1, NULL); else REAL(cairo_paint)(cr); }

void cairo_paint_with_alpha(cairo_t *cr, double alpha) {
    if (is_tapped()) paint(cr, alpha, NULL); else REAL(cairo_paint_with_alpha)(cr, alpha);
}

void cairo_mask(cairo_t *cr, cairo_pattern_t *mask) {
    if (!is_tapped()) { REAL(cairo_mask)(cr, mask); return; }
    double r, g, b, alpha;
    bool is_even = cairo_pattern_get_rgba(mask, &r, &g, &b, &alpha) == CAIRO_STATUS_SUCCESS;
    paint(cr, is_even ? alpha : 1, is_even ? NULL : mask);
}
