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
/// Areas that may lie beneath what comes later, in order of painting: their events, and where their corners begin.
typedef struct {
    int32_t event;
    int32_t first_corner;
    int corner_count;
} area;
static _Thread_local area *areas;
static _Thread_local int area_count, area_capacity, dark_count;
static _Thread_local float *corners;
static _Thread_local int corner_count, corner_capacity;

void cover_begin(void) {
    for (int i = 0; i < rows; i++) heads[i] = -1;
    area_count = dark_count = corner_count = 0;
}

static int row_of(double y) { return y < 0 ? 0 : y >= rows * row_height ? rows - 1 : (int)(y / row_height); }

static void keep(int32_t index, double y) {
    int row = row_of(y);
    tap.sink->events[index].next = heads[row];
    heads[row] = index;
}

static bool is_dark(const paint_event *e) { return e->red < 128 || e->green < 128 || e->blue < 128; }

/// Whether a place lies inside the corners of an area, by how often a line to the right crosses its sides.
static bool is_inside(const area *a, double x, double y) {
    const float *p = corners + a->first_corner;
    bool inside = false;
    for (int i = 0, j = a->corner_count - 1; i < a->corner_count; j = i++) {
        double xi = p[2 * i], yi = p[2 * i + 1], xj = p[2 * j], yj = p[2 * j + 1];
        if ((yi > y) != (yj > y) && x < (xj - xi) * (y - yi) / (yj - yi) + xi) inside = !inside;
    }
    return inside;
}

/// The colour at a place, of what was painted so far: white where nothing was; false where it is a picture's, or of an area
/// whose shape is not known.
static bool colour_at(double x, double y, uint8_t colour[3]) {
    double mixed[3] = { 0, 0, 0 }, left = 1;
    for (int i = area_count; i-- > 0 && left > 0.02;) {
        const paint_event *e = &tap.sink->events[areas[i].event];
        if (!tap_may_ask()) return false;
        if (x < e->x0 || x > e->x1 || y < e->y0 || y > e->y1 || e->alpha < 0.02) continue;
        if (e->kind == paint_picture || areas[i].corner_count > most_corners) return false;
        if (areas[i].corner_count >= 3 && !is_inside(&areas[i], x, y)) continue;
        double part = left * fmin(e->alpha, 1);
        mixed[0] += part * e->red; mixed[1] += part * e->green; mixed[2] += part * e->blue;
        left -= part;
    }
    for (int i = 0; i < 3; i++) colour[i] = (uint8_t)(mixed[i] + left * 255);
    return true;
}

static bool is_near_colour(const paint_event *e, const uint8_t colour[3]) {
    return abs(e->red - colour[0]) <= 8 && abs(e->green - colour[1]) <= 8 && abs(e->blue - colour[2]) <= 8;
}

/// The colour beneath places of an event, into its `under` fields: one that it stands out from, if there is any.
static void look_beneath(paint_event *e, const double (*places)[2], int count) {
    e->under_red = e->under_green = e->under_blue = 255;
    // On a page without dark areas what is dark stands out wherever it stands.
    if (dark_count == 0 && e->red < 100 && e->green < 100 && e->blue < 100) return;
    for (int i = 0; i < count; i++) {
        uint8_t colour[3];
        if (!colour_at(places[i][0], places[i][1], colour)) { e->facts |= fact_on_picture; return; }
        e->under_red = colour[0]; e->under_green = colour[1]; e->under_blue = colour[2];
        if (!is_near_colour(e, colour)) return;
    }
}

void cover_add_glyph(int32_t index) {
    paint_event *e = &tap.sink->events[index];
    double places[3][2];
    for (int i = 0; i < 3; i++) glyph_middle(e, (i * 2 + 1) / 6.0, &places[i][0], &places[i][1]);
    look_beneath(e, places, 3);
    keep(index, places[1][1]);
}

void cover_add_mark(int32_t index, const corner_list *list) {
    paint_event *e = &tap.sink->events[index];
    double width = e->x1 - e->x0, height = e->y1 - e->y0, x = e->x0 + width / 2, y = e->y0 + height / 2;
    if (fmin(width, height) <= thinnest) {
        // A line shows on either side, wherever along it: at the edge of an area of its colour it is that edge.
        double places[6][2];
        for (int i = 0; i < 6; i++) {
            double part = (i / 2 * 2 + 1) / 6.0, side = i % 2 ? 1 : -1;
            places[i][0] = width >= height ? e->x0 + width * part : x + side * (width / 2 + 1);
            places[i][1] = width >= height ? y + side * (height / 2 + 1) : e->y0 + height * part;
        }
        look_beneath(e, places, 6);
    } else {
        look_beneath(e, (const double[1][2]){ { x, y } }, 1);
    }
    keep(index, y);
    bool is_area = e->kind != paint_stroke && !(e->facts & fact_elsewhere) && width >= thinnest && height >= thinnest;
    if (!is_area) return;
    if (area_count == area_capacity) {
        int wanted = area_capacity ? area_capacity * 2 : 256;
        area *grown = realloc(areas, (size_t)wanted * sizeof *grown);
        if (!grown) return;
        areas = grown;
        area_capacity = wanted;
    }
    int count = list ? list->count : 0;
    if (count >= 3 && count <= most_corners) {
        if (corner_count + 2 * count > corner_capacity) {
            int wanted = corner_capacity ? corner_capacity * 2 : 1024;
            float *grown = realloc(corners, (size_t)wanted * sizeof *grown);
            if (!grown) return;
            corners = grown;
            corner_capacity = wanted;
        }
        for (int i = 0; i < count; i++) {
            corners[corner_count + 2 * i] = list->x[i];
            corners[corner_count + 2 * i + 1] = list->y[i];
        }
        areas[area_count] = (area){ index, corner_count, count };
        corner_count += 2 * count;
    } else {
        areas[area_count] = (area){ index, 0, count > most_corners ? count : 0 };
    }
    area_count++;
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
            if (hits >= (e->kind == paint_glyph ? 2 : 3)) group_hide(i, fact);
        }
    }
}
