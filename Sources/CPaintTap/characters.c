// Characters, as poppler-glib hands them over to libpoppler, and what encloses them. None is passed on while a page is
// tapped: poppler would lay them out.
#include "tap.h"
#include <math.h>
#include <stdlib.h>

/// ActualText::addChar(const GfxState *, double x, double y, double dx, double dy, CharCode, int bytes, const Unicode *, int)
#define ADD_CHAR "_ZN10ActualText7addCharEPK8GfxStateddddjiPKji"
void add_char(void *self, const void *state, double x, double y, double dx, double dy, unsigned code, int bytes,
              const unsigned *text, int length) __asm__(ADD_CHAR);

/// Remembers which event the next glyph of the string begins with.
static void note_glyph(int32_t index) {
    if (tap.string_count == tap.string_capacity) {
        int wanted = tap.string_capacity ? tap.string_capacity * 2 : 1024;
        int32_t *grown = realloc(tap.string, (size_t)wanted * sizeof *grown);
        if (!grown) { tap.sink->overflowed = true; return; }
        tap.string = grown;
        tap.string_capacity = wanted;
    }
    tap.string[tap.string_count++] = index;
}

void add_char(void *self, const void *state, double x, double y, double dx, double dy, unsigned code, int bytes,
              const unsigned *text, int length) {
    if (!is_tapped()) { NEXT(add_char, ADD_CHAR)(self, state, x, y, dx, dy, code, bytes, text, length); return; }
    double x0 = x, y0 = y, x1 = x + dx, y1 = y + dy;
    tap_to_page(tap.sink->page, &x0, &y0);
    tap_to_page(tap.sink->page, &x1, &y1);
    bool is_near = tap_is_near(x0, y0);
    // A lie about a width is none about the place.
    if (!tap_is_near(x1, y1)) { x1 = x0; y1 = y0; }
    int parts = length > 1 ? length : 1;
    int32_t first = -1;
    for (int i = 0; i < parts && is_near; i++) {
        paint_event *e = tap_add(paint_glyph);
        if (!e) break;
        // A ligature's characters share its width, as poppler has it (TextPage::addChar).
        e->x0 = (float)(x0 + (x1 - x0) * i / parts); e->y0 = (float)(y0 + (y1 - y0) * i / parts);
        e->x1 = (float)(x0 + (x1 - x0) * (i + 1) / parts); e->y1 = (float)(y0 + (y1 - y0) * (i + 1) / parts);
        e->scalar = length > 0 ? text[i] : 0;
        e->code = code;
        if (i > 0) e->facts |= fact_same_glyph;
        if (tap.is_font_asked && !tap.is_font_set) e->facts |= fact_font_missing;
        if (first < 0) first = (int32_t)tap.sink->count - 1;
    }
    // A glyph that was left out takes its place in the string all the same.
    if (!(tap.is_font_asked && !tap.is_font_set)) note_glyph(first);
}

// MARK: Text that stands for glyphs

/// The characters that the glyphs of a marked part stand for.
static _Thread_local uint32_t replacement[512];
static _Thread_local int replacement_count;
static _Thread_local size_t replaced_from;
static _Thread_local bool is_replacing;

/// ActualText::begin(const GfxState *, const GooString *). A GooString is a std::string: an address and a length.
#define ACTUAL_BEGIN "_ZN10ActualText5beginEPK8GfxStatePK9GooString"
void actual_begin(void *self, const void *state, const void *text) __asm__(ACTUAL_BEGIN);
void actual_begin(void *self, const void *state, const void *text) {
    if (!is_tapped()) { NEXT(actual_begin, ACTUAL_BEGIN)(self, state, text); return; }
    const unsigned char *bytes = *(const unsigned char *const *)text;
    size_t length = ((const size_t *)text)[1];
    // UTF-16 behind its mark; else PDFDocEncoding, which is Latin-1 where it matters.
    bool is_wide = length >= 2 && bytes[0] == 0xFE && bytes[1] == 0xFF;
    replacement_count = 0;
    for (size_t i = is_wide ? 2 : 0; i + (is_wide ? 1 : 0) < length && replacement_count < 512; i += is_wide ? 2 : 1) {
        uint32_t unit = is_wide ? (uint32_t)bytes[i] << 8 | bytes[i + 1] : bytes[i];
        uint32_t last = replacement_count ? replacement[replacement_count - 1] : 0;
        if (unit >= 0xDC00 && unit < 0xE000 && last >= 0xD800 && last < 0xDC00) {
            replacement[replacement_count - 1] = 0x10000 + ((last - 0xD800) << 10) + (unit - 0xDC00);
        } else {
            replacement[replacement_count++] = unit;
        }
    }
    replaced_from = tap.sink->count;
    is_replacing = true;
}

/// Whether a font's own character says nothing: none, one of private use, a radical that stands for an ideograph, a blank.
static bool says_nothing(uint32_t c) {
    return c <= 0x20 || c == 0xA0 || c == 0xFFFD || (c >= 0xE000 && c <= 0xF8FF) || c >= 0xF0000
        || (c >= 0x2E80 && c <= 0x2FDF);
}

/// ActualText::end(const GfxState *)
#define ACTUAL_END "_ZN10ActualText3endEPK8GfxState"
void actual_end(void *self, const void *state) __asm__(ACTUAL_END);
void actual_end(void *self, const void *state) {
    if (!is_tapped()) { NEXT(actual_end, ACTUAL_END)(self, state); return; }
    if (!is_replacing) return;
    is_replacing = false;
    // The eye sees the glyphs: what they are called counts, and what they stand for only where that says nothing.
    size_t end = tap.sink->count;
    int glyphs = 0, silent = 0;
    for (size_t i = replaced_from; i < end; i++) {
        const paint_event *e = &tap.sink->events[i];
        if (e->kind != paint_glyph) continue;
        glyphs++;
        silent += says_nothing(e->scalar);
    }
    if (silent == 0 || (glyphs != replacement_count && silent != glyphs)) return;
    // One for one where there are as many; what is left stands at the last glyph.
    int given = 0;
    int32_t last = -1;
    for (size_t i = replaced_from; i < end; i++) {
        paint_event *e = &tap.sink->events[i];
        if (e->kind != paint_glyph) continue;
        last = (int32_t)i;
        if (given == replacement_count) continue;
        uint32_t scalar = replacement[given++];
        if (!says_nothing(e->scalar) || says_nothing(scalar)) continue;
        e->scalar = scalar;
        e->facts |= fact_actual_text;
    }
    while (last >= 0 && given < replacement_count) {
        paint_event copy = tap.sink->events[last], *e = tap_add(paint_glyph);
        if (!e) break;
        *e = copy;
        e->next = -1;
        e->facts |= fact_same_glyph | fact_actual_text;
        e->scalar = replacement[given++];
    }
}

// MARK: Poppler's own gathering of text

/// TextPage::updateFont(const GfxState *), called when a font is set; cairo_set_font_face follows where it can be used.
#define UPDATE_FONT "_ZN8TextPage10updateFontEPK8GfxState"
void update_font(void *self, const void *state) __asm__(UPDATE_FONT);
void update_font(void *self, const void *state) {
    if (!is_tapped()) { NEXT(update_font, UPDATE_FONT)(self, state); return; }
    tap.is_font_asked = true;
    tap.is_font_set = false;
    tap.is_font_substituted = false;
}

/// TextPage::coalesce(bool, double, bool): the layout.
#define COALESCE "_ZN8TextPage8coalesceEbdb"
void coalesce(void *self, bool is_physical, double pitch, bool is_html) __asm__(COALESCE);
void coalesce(void *self, bool is_physical, double pitch, bool is_html) {
    if (!is_tapped()) NEXT(coalesce, COALESCE)(self, is_physical, pitch, is_html);
}

// MARK: Operators

/// Gfx::doShowText(const GooString *): one string.
#define SHOW_TEXT "_ZN3Gfx10doShowTextEPK9GooString"
void show_text(void *gfx, const void *string) __asm__(SHOW_TEXT);
void show_text(void *gfx, const void *string) {
    if (is_tapped()) tap.string_count = 0;
    NEXT(show_text, SHOW_TEXT)(gfx, string);
}

/// The operators Tj, TJ, ' and " of Gfx: each is a run of its own.
#define SHOWING(name, symbol)                                                 \
    void name(void *gfx, void *operands, int count) __asm__(symbol);          \
    void name(void *gfx, void *operands, int count) {                         \
        if (is_tapped()) tap.run++;                                           \
        NEXT(name, symbol)(gfx, operands, count);                             \
    }
SHOWING(show_string, "_ZN3Gfx10opShowTextEP6Objecti")
SHOWING(show_strings, "_ZN3Gfx15opShowSpaceTextEP6Objecti")
SHOWING(show_on_next_line, "_ZN3Gfx14opMoveShowTextEP6Objecti")
SHOWING(show_spaced_on_next_line, "_ZN3Gfx17opMoveSetShowTextEP6Objecti")

/// Gfx::drawAnnot(Object *, AnnotBorder *, AnnotColor *, double, double, double, double, int)
#define DRAW_ANNOTATION "_ZN3Gfx9drawAnnotEP6ObjectP11AnnotBorderP10AnnotColorddddi"
void draw_annotation(void *gfx, void *appearance, void *border, void *colour, double x0, double y0, double x1, double y1,
                     int rotation) __asm__(DRAW_ANNOTATION);
void draw_annotation(void *gfx, void *appearance, void *border, void *colour, double x0, double y0, double x1, double y1,
                     int rotation) {
    tap.annotations++;
    NEXT(draw_annotation, DRAW_ANNOTATION)(gfx, appearance, border, colour, x0, y0, x1, y1, rotation);
    tap.annotations--;
}

/// Gfx::doTilingPatternFill(GfxTilingPattern *, bool, bool, bool): what it paints is a tile. Where the tile is painted on the
/// page itself, as often as it shows, it comes through the page's context and counts.
#define TILING_FILL "_ZN3Gfx19doTilingPatternFillEP16GfxTilingPatternbbb"
void tiling_pattern_fill(void *gfx, void *pattern, bool stroke, bool even_odd, bool text) __asm__(TILING_FILL);
void tiling_pattern_fill(void *gfx, void *pattern, bool stroke, bool even_odd, bool text) {
    tap.tiles++;
    NEXT(tiling_pattern_fill, TILING_FILL)(gfx, pattern, stroke, even_odd, text);
    tap.tiles--;
}

/// Gfx::doSoftMask(Object *, bool, GfxColorSpace *, bool, bool, Function *, GfxColor *): what is painted until the state is
/// restored is painted through a mask. The mask itself is left out: poppler would make a picture of the page for it, and
/// nothing is painted through it here.
#define SOFT_MASK "_ZN3Gfx10doSoftMaskEP6ObjectbP13GfxColorSpacebbP8FunctionP8GfxColor"
void soft_mask(void *gfx, void *group, bool alpha, void *space, bool isolated, bool knockout, void *transfer,
               void *backdrop) __asm__(SOFT_MASK);
void soft_mask(void *gfx, void *group, bool alpha, void *space, bool isolated, bool knockout, void *transfer,
               void *backdrop) {
    if (!is_tapped()) {
        NEXT(soft_mask, SOFT_MASK)(gfx, group, alpha, space, isolated, knockout, transfer, backdrop);
    } else if (tap.mask_since < 0) {
        tap.mask_since = tap.saved;
    }
}

/// Gfx::initDisplayProfile() makes the profile that a document names as the intent of its output (PDF/A) the one that
/// colours are turned into. Its transforms are worked out anew for each page and took three quarters of the reading of such
/// a release; without it colours are turned into sRGB, as they are everywhere else.
void output_profile(void *gfx) __asm__("_ZN3Gfx18initDisplayProfileEv");
void output_profile(void *gfx) { (void)gfx; }
