// What the files of the tap share. Not for others.
#pragma once
#define _GNU_SOURCE
#include "CPaintTap.h"
#include <dlfcn.h>

/// The state of one page's painting.
typedef struct {
    paint_sink *sink;
    uint32_t run;
    /// Depths of what encloses the painting.
    int annotations, tiles, others;
    /// Saved states of the page's context; a clip that is no upright box is in force since `odd_clip_since`, a soft mask since
    /// `mask_since`, -1 for none.
    int saved, odd_clip_since, mask_since;
    /// Questions to cairo and comparisons that were made.
    size_t questions;
    /// The glyphs of the string that is being shown: which event each began with.
    int32_t *string;
    int string_count, string_capacity;
    /// The font was asked for, and could be used.
    bool is_font_asked, is_font_set;
    /// The outlines of glyphs are the current path.
    bool has_glyph_path;
    /// A font of the machine was loaded for the font that is being set.
    bool is_font_substituted;
    /// Pictures within the page's content are being read: their bytes end where their last line is read.
    int inline_pictures;
    /// The most bits that a pixel has of the pictures that were opened since the last one was painted.
    uint32_t pixel_bits;
    bool is_picture_painted;
    /// The box of the clip in page points, where it is known, and whether anything is left of the page.
    bool is_clip_known, is_clip_open;
    double clip[4];
    uint32_t clip_name;
} tap_state;

extern _Thread_local tap_state tap;

/// The library's own function, looked for once.
#define NEXT(function, symbol) ({                                             \
    static void *found;                                                       \
    void *next = __atomic_load_n(&found, __ATOMIC_RELAXED);                   \
    if (!next) {                                                              \
        next = dlsym(RTLD_NEXT, symbol);                                      \
        __atomic_store_n(&found, next, __ATOMIC_RELAXED);                     \
    }                                                                         \
    (__typeof__(&function))next;                                              \
})
#define REAL(name) NEXT(name, #name)

static inline bool is_tapped(void) { return tap.sink != NULL; }
/// Tiles, masks and glyphs that are programs are painted by contexts of their own, in places that are not the page's.
static inline bool is_page(cairo_t *cr) { return cr == tap.sink->page; }

/// Adds an event of a kind, with what encloses it; NULL where there is no room for it.
paint_event *tap_add(enum paint_kind kind);
/// Whether a place in page points is a number, and near enough.
bool tap_is_near(double x, double y);
/// User coordinates of a context in page points.
void tap_to_page(cairo_t *cr, double *x, double *y);
/// Sets an event's colour from the source of a context.
void tap_set_colour(cairo_t *cr, paint_event *event);
/// The box of the page's current clip, in page points; false where nothing is left of the page.
bool tap_clip_box(double box[4]);
/// Whether a place in page points lies inside a clip that is no box.
bool tap_is_inside_odd_clip(double x, double y);
/// Whether the source of a context hides what lies beneath it.
bool tap_has_opaque_source(cairo_t *cr);
/// Counts a question that takes time; false once a page has had too many.
bool tap_may_ask(void);

// Groups
/// What was painted since a group began is on the page only once the group is painted.
void group_push(void);
void group_pop(cairo_pattern_t *group);
/// Whether a source is the group that was finished last, which comes to stand on the page with an opacity.
///
/// - Parameter hides: the group hides what lies beneath it wherever it is opaque.
bool group_paint(cairo_pattern_t *source, double alpha, bool is_masked, bool hides);
/// Hides an event that was painted before: at once, or when the open groups that it is older than are painted.
void group_hide(int32_t index, uint32_t fact);
void group_begin(void);
/// What is in a group that was never painted is not on the page.
void group_end(void);

// Cover
/// The corners of an area in page points; fewer than three stand for the area's box, more than the most for an area of which
/// no more is known than its box.
enum { most_corners = 32 };
typedef struct {
    float x[most_corners], y[most_corners];
    int count;
} corner_list;
void cover_begin(void);
/// Tells what lies beneath a glyph, and keeps it for what may come to lie over it.
void cover_add_glyph(int32_t index);
/// - Parameter corners: of a filled area.
void cover_add_mark(int32_t index, const corner_list *corners);
/// What a covering area leaves open, beyond its box: whether it covers a place in page points.
typedef bool (*cover_test)(void *context, double x, double y);
/// Marks what was painted before and lies under an area.
void cover_with(int32_t index, const double box[4], cover_test test, void *context);

/// The middle of a glyph's body, on its middle line: 0.38 of its size above the baseline, at a part of its advance.
static inline void glyph_middle(const paint_event *e, double part, double *x, double *y) {
    *x = e->x0 + (e->x1 - e->x0) * part + e->up_x * 0.38;
    *y = e->y0 + (e->y1 - e->y0) * part + e->up_y * 0.38;
}
