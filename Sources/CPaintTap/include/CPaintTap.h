#pragma once
#include <cairo.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// What a paint call leaves on a page.
enum paint_kind {
    paint_glyph,
    /// A filled area, or what is left of one by its clip.
    paint_fill,
    /// One straight piece of a stroke that runs along an axis.
    paint_stroke,
    /// Pictures, gradients, and groups of which no more is known.
    paint_picture,
};

/// What is known of a paint call: a set of bits.
enum paint_fact {
    /// A glyph was painted with its font. Without it the text is invisible (render mode 3).
    fact_painted = 1 << 0,
    /// The font of a glyph cannot be used on this machine: nothing was painted, and nothing is known of it.
    fact_font_missing = 1 << 1,
    /// Painted on another surface than the page: the tile of a pattern, a glyph that is a program.
    fact_elsewhere = 1 << 2,
    /// Most of the middle line of a glyph lies outside the clip.
    fact_clipped = 1 << 3,
    /// Most of the middle line of a glyph, or all of a mark, lies under something opaque that was painted later: a rectangle,
    /// or a picture or another shape.
    fact_under_fill = 1 << 4,
    fact_under_picture = 1 << 5,
    /// Part of an annotation or a form field.
    fact_annotation = 1 << 6,
    /// Painted through a soft mask, which was not looked at and may hide it.
    fact_masked = 1 << 7,
    /// A glyph that only adds to the clip (render mode 7).
    fact_clip_only = 1 << 8,
    /// Not painted in one colour.
    fact_pattern = 1 << 9,
    /// Stands on a picture: what lies beneath has no one colour.
    fact_on_picture = 1 << 10,
    /// A glyph whose character is white space, a control character or none, and that leaves ink.
    fact_ink = 1 << 11,
    /// That ink is flat, as a dash is.
    fact_dash = 1 << 12,
    /// Whether a glyph leaves ink was not told: it is a program (Type 3), or of a font that is not in the file, or no font was
    /// used.
    fact_ink_unknown = 1 << 13,
    /// A fill whose outline is an upright rectangle, or a mark of one.
    fact_rectangle = 1 << 14,
    /// A thin fill that is no rectangle runs along an axis: a trapezoid with mitred ends.
    fact_thin = 1 << 15,
    /// The character comes from an ActualText, not from the font.
    fact_actual_text = 1 << 16,
    /// A further character of the glyph before it, as of a ligature.
    fact_same_glyph = 1 << 18,
    /// A glyph that is a program (Type 3).
    fact_program = 1 << 19,
};

/// One paint call, in page points from the top left of the page as displayed, y downwards.
typedef struct {
    /// Glyph: its origin and where the next one begins. Others: a box.
    float x0, y0, x1, y1;
    /// Glyph: a vector as long as the font is high, from the line upwards, and how wide the font's em is.
    float up_x, up_y, em;
    /// Opacity from 0 to 1.
    float alpha;
    /// The character of a glyph, 0 where the font does not tell; its code, and a number of its font on this machine.
    uint32_t scalar, code, font;
    /// Glyphs that one operator of the page shows have the same.
    uint32_t run;
    /// Tells clips apart.
    uint32_t clip;
    /// A set of `paint_fact`.
    uint32_t facts;
    /// Pixels of a picture across and down, 0 where it is none, and bits of each.
    uint32_t pixels_across, pixels_down, pixel_bits;
    /// The tap's own: the one before it in its row of the page.
    int32_t next;
    /// A `paint_kind`.
    uint8_t kind;
    uint8_t red, green, blue;
    /// What lies beneath: where it has the event's own colour nobody sees the event.
    uint8_t under_red, under_green, under_blue;
} paint_event;

/// Where the events of one page gather. Must outlive the tap.
typedef struct {
    paint_event *events;
    size_t count, capacity;
    /// Glyphs that were met; beyond `glyph_limit` they are counted alone.
    size_t glyph_count, glyph_limit;
    /// Other marks; beyond `mark_limit` the rest is dropped, and `overflowed` says so.
    size_t mark_count, mark_limit;
    /// Marks, or questions about clips and covers, were left out.
    bool overflowed;
    /// Whether the fonts of the file are loaded: without them nobody knows which glyphs leave ink.
    bool uses_fonts;
    /// The context that the page is painted on.
    cairo_t *page;
    /// Device units of the rendering in one page point.
    double scale;
    /// Points from the corner beyond which nothing is gathered.
    double farthest;
} paint_sink;

/// While a sink is set on this thread, every paint call on it is gathered and paints nothing.
void paint_tap_begin(paint_sink *sink);
void paint_tap_end(void);
