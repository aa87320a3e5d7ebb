#pragma once
#include <cairo.h>
#include <stdbool.h>
#include <stddef.h>

/// A drawn mark that may be a ruling line, in page points from the top left of the page as displayed.
typedef struct {
    float x0, y0, x1, y1;
    /// Line width of a stroke, 0 for a fill.
    float width;
    /// A filled rectangle rather than one straight piece of a stroke.
    bool filled;
    /// Painted in white, or as good as transparent.
    bool blank;
} rule_mark;

/// Where a glyph was painted as text, in page points.
typedef struct {
    float x, y;
    /// The direction that it is written in, of length one.
    float dx, dy;
    /// Poppler knows its character, which is no space, or it leaves ink.
    bool known;
} painted_glyph;

/// Where the marks of one page gather. Must outlive the tap.
typedef struct {
    rule_mark *marks;
    size_t count, capacity;
    /// Beyond this many marks the rest of the page is dropped, and `overflowed` says so.
    size_t limit;
    bool overflowed;
    /// Glyphs that were painted as text, without spaces where these can be told; at most `glyph_limit`.
    painted_glyph *glyphs;
    size_t glyph_count, glyph_capacity, glyph_limit;
    /// The context that the page is painted on; what is painted on others is left out.
    cairo_t *page;
    /// Device units of the rendering in one page point.
    double scale;
    /// Points from the corner beyond which nothing is gathered.
    double farthest;
    /// The characters that poppler gathered while it painted may be others, or elsewhere, than those that it gathers
    /// without painting.
    bool text_is_doubtful;
    /// The state of the page's context was restored, and no font was set since.
    bool is_restored;
} rule_sink;

/// While a sink is set on this thread, every cairo paint call on it is gathered and paints nothing.
void rule_tap_begin(rule_sink *sink);
void rule_tap_end(void);
/// Whether the cairo calls of libpoppler-glib arrive here in this process.
bool rule_tap_is_active(void);
/// Whether fills with tiling patterns arrive here: the call is poppler's own, which another version may have under
/// another name. Without it no text can be trusted that was gathered while painting.
bool rule_tap_sees_patterns(void);
