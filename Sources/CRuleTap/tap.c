// poppler-glib gives no access to drawn lines, but it paints through a handful of public cairo functions
// (`nm -D libpoppler-glib.so`). Defining them in the executable puts these definitions first in the dynamic
// linker's search order, so a rendering passes through here; without a sink each call goes on to cairo.
#define _GNU_SOURCE
#include "CRuleTap.h"
#include <cairo.h>
#include <dlfcn.h>
#include <math.h>
#include <stdlib.h>

static _Thread_local rule_sink *sink;

/// Gfx::doTilingPatternFill(GfxTilingPattern *, bool, bool, bool) of libpoppler. Only told and passed on: its name says what it
/// takes, and it returns nothing.
#define TILING_FILL "_ZN3Gfx19doTilingPatternFillEP16GfxTilingPatternbbb"
void tiling_pattern_fill(void *gfx, void *pattern, bool stroke, bool even_odd, bool text) __asm__(TILING_FILL);

/// Gfx::initDisplayProfile() of libpoppler, which makes the profile that a document names as the intent of its output
/// (PDF/A) the one that colours are turned into. Its transforms are worked out anew for each page and took three quarters
/// of the reading of such a release; without it colours are turned into sRGB, as they are everywhere else.
void output_profile(void *gfx) __asm__("_ZN3Gfx18initDisplayProfileEv");
void output_profile(void *gfx) { (void)gfx; }

void rule_tap_begin(rule_sink *s) { sink = s; }

/// Patterns and glyphs that are programs are painted by contexts of their own, in places that are not the page's.
static bool is_page(cairo_t *cr) { return cr == sink->page; }
void rule_tap_end(void) { sink = NULL; }

bool rule_tap_is_active(void) {
    return dlsym(RTLD_DEFAULT, "cairo_stroke") == (void *)cairo_stroke && dlsym(RTLD_NEXT, "cairo_stroke") != NULL;
}

bool rule_tap_sees_patterns(void) {
    return dlsym(RTLD_DEFAULT, TILING_FILL) == (void *)tiling_pattern_fill && dlsym(RTLD_NEXT, TILING_FILL) != NULL;
}

/// False for numbers that are none.
static bool is_near(double x, double y) {
    double farthest = sink->farthest * sink->scale;
    return fabs(x) <= farthest && fabs(y) <= farthest;
}

static void add(double x0, double y0, double x1, double y1, double width, bool filled, bool blank) {
    if (!is_near(x0, y0) || !is_near(x1, y1)) return;
    if (sink->count >= sink->limit) { sink->overflowed = true; return; }
    if (sink->count == sink->capacity) {
        size_t wanted = sink->capacity ? sink->capacity * 2 : 256;
        rule_mark *grown = realloc(sink->marks, wanted * sizeof *grown);
        if (!grown) { sink->overflowed = true; return; }
        sink->marks = grown;
        sink->capacity = wanted;
    }
    double s = sink->scale;
    sink->marks[sink->count++] = (rule_mark){
        .x0 = fmin(x0, x1) / s, .y0 = fmin(y0, y1) / s, .x1 = fmax(x0, x1) / s, .y1 = fmax(y0, y1) / s,
        .width = width / s, .filled = filled, .blank = blank,
    };
}

/// A piece of a stroke counts when it runs along an axis; 0.3 points of slant is drawing noise.
static void piece(double x0, double y0, double x1, double y1, double width, bool blank) {
    double slack = 0.3 * sink->scale;
    if (fabs(x1 - x0) < slack || fabs(y1 - y0) < slack) add(x0, y0, x1, y1, width, false, blank);
}

/// A filled outline counts when its four or five points are an upright rectangle.
static void outline(const double *x, const double *y, int n, bool blank) {
    if (n < 4 || n > 5) return;
    double slack = 0.05 * sink->scale, x0 = x[0], y0 = y[0], x1 = x[0], y1 = y[0];
    for (int i = 0; i < n; i++) {
        x0 = fmin(x0, x[i]); x1 = fmax(x1, x[i]);
        y0 = fmin(y0, y[i]); y1 = fmax(y1, y[i]);
        if (i && fabs(x[i] - x[i - 1]) > slack && fabs(y[i] - y[i - 1]) > slack) return;
    }
    add(x0, y0, x1, y1, 0, true, blank);
}

/// White and transparent paint hides lines instead of drawing them; a pattern counts as ink.
static bool paints_blank(cairo_t *cr) {
    double r, g, b, a;
    if (cairo_pattern_get_rgba(cairo_get_source(cr), &r, &g, &b, &a) != CAIRO_STATUS_SUCCESS) return false;
    return a < 0.05 || (r > 0.97 && g > 0.97 && b > 0.97);
}

static void gather(cairo_t *cr, bool filled) {
    if (sink->overflowed || !is_page(cr)) { cairo_new_path(cr); return; }
    double cx0, cy0, cx1, cy1;
    cairo_clip_extents(cr, &cx0, &cy0, &cx1, &cy1);
    bool clipped_away = cx1 <= cx0 || cy1 <= cy0;
    cairo_path_t *path = cairo_copy_path(cr);
    if (!clipped_away && path->status == CAIRO_STATUS_SUCCESS) {
        bool blank = paints_blank(cr);
        double width = cairo_get_line_width(cr), zero = 0;
        cairo_user_to_device_distance(cr, &width, &zero);
        width = hypot(width, zero);
        double sx = 0, sy = 0, px = 0, py = 0, x[6], y[6];
        int n = 0;
        for (int i = 0; i < path->num_data; i += path->data[i].header.length) {
            cairo_path_data_t *d = &path->data[i];
            double nx, ny;
            switch (d->header.type) {
            case CAIRO_PATH_MOVE_TO:
                if (filled) outline(x, y, n, blank);
                nx = d[1].point.x; ny = d[1].point.y;
                cairo_user_to_device(cr, &nx, &ny);
                sx = px = nx; sy = py = ny;
                x[0] = nx; y[0] = ny; n = 1;
                break;
            case CAIRO_PATH_LINE_TO:
                nx = d[1].point.x; ny = d[1].point.y;
                cairo_user_to_device(cr, &nx, &ny);
                if (!filled) piece(px, py, nx, ny, width, blank);
                px = nx; py = ny;
                if (n < 6) { x[n] = nx; y[n] = ny; n++; }
                break;
            case CAIRO_PATH_CURVE_TO:
                nx = d[3].point.x; ny = d[3].point.y;
                cairo_user_to_device(cr, &nx, &ny);
                px = nx; py = ny; n = 6;
                break;
            case CAIRO_PATH_CLOSE_PATH:
                if (!filled) piece(px, py, sx, sy, width, blank);
                px = sx; py = sy;
                break;
            }
        }
        if (filled) outline(x, y, n, blank);
    }
    cairo_path_destroy(path);
    cairo_new_path(cr);
}

/// The library's own function, looked for once: some are called for every glyph run.
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

/// The text of a pattern's tile is gathered as if it stood on the page, though nothing may be painted with it.
void tiling_pattern_fill(void *gfx, void *pattern, bool stroke, bool even_odd, bool text) {
    if (sink) sink->text_is_doubtful = true;
    __typeof__(&tiling_pattern_fill) real = NEXT(tiling_pattern_fill, TILING_FILL);
    if (real) real(gfx, pattern, stroke, even_odd, text);
}

/// Poppler goes on with the font from before where the state is restored inside a text object, but measures its characters
/// by the other one. Outside of text objects it sets the font before the next glyph.
void cairo_restore(cairo_t *cr) {
    if (sink && is_page(cr)) sink->is_restored = true;
    REAL(cairo_restore)(cr);
}
void cairo_set_font_face(cairo_t *cr, cairo_font_face_t *face) {
    if (sink && is_page(cr)) sink->is_restored = false;
    REAL(cairo_set_font_face)(cr, face);
}

void cairo_stroke(cairo_t *cr) {
    if (sink) gather(cr, false); else REAL(cairo_stroke)(cr);
}
void cairo_fill(cairo_t *cr) {
    if (sink) gather(cr, true); else REAL(cairo_fill)(cr);
}
void cairo_paint(cairo_t *cr) {
    if (!sink) REAL(cairo_paint)(cr);
}
void cairo_paint_with_alpha(cairo_t *cr, double alpha) {
    if (!sink) REAL(cairo_paint_with_alpha)(cr, alpha);
}
void cairo_mask(cairo_t *cr, cairo_pattern_t *pattern) {
    if (!sink) REAL(cairo_mask)(cr, pattern);
}

/// Whether the glyphs of the font in use are programs (Type 3).
static bool has_programs(cairo_t *cr) {
    return cairo_font_face_get_type(cairo_get_font_face(cr)) == CAIRO_FONT_TYPE_USER;
}

/// Whether a glyph leaves ink. Glyphs that are programs are not asked: that would run them.
static bool has_ink(cairo_t *cr, const cairo_glyph_t *glyph) {
    if (has_programs(cr)) return false;
    cairo_text_extents_t extents;
    cairo_glyph_extents(cr, glyph, 1, &extents);
    return extents.width > 0 && extents.height > 0;
}

static void add_glyph(cairo_t *cr, const cairo_glyph_t *glyph, bool known) {
    double x = glyph->x, y = glyph->y;
    cairo_user_to_device(cr, &x, &y);
    if (!is_near(x, y) || sink->glyph_count >= sink->glyph_limit) return;
    if (sink->glyph_count == sink->glyph_capacity) {
        size_t wanted = sink->glyph_capacity ? sink->glyph_capacity * 2 : 1024;
        painted_glyph *grown = realloc(sink->glyphs, wanted * sizeof *grown);
        if (!grown) return;
        sink->glyphs = grown;
        sink->glyph_capacity = wanted;
    }
    cairo_matrix_t font;
    cairo_get_font_matrix(cr, &font);
    double dx = font.xx, dy = font.yx;
    cairo_user_to_device_distance(cr, &dx, &dy);
    double length = hypot(dx, dy);
    if (!(length > 0) || !isfinite(length)) { dx = length = 1; dy = 0; }
    sink->glyphs[sink->glyph_count++] = (painted_glyph){
        .x = x / sink->scale, .y = y / sink->scale, .dx = dx / length, .dy = dy / length, .known = known };
}

/// Whether UTF-8 is nothing but what Unicode calls white space, or signs of no width.
static bool is_blank(const unsigned char *text, int length) {
    for (int i = 0; i < length; i++) {
        if (text[i] <= 0x20) continue;
        // U+0085, U+00A0, U+00AD.
        bool latin = i + 1 < length && text[i] == 0xC2
            && (text[i + 1] == 0x85 || text[i + 1] == 0xA0 || text[i + 1] == 0xAD);
        if (latin) { i += 1; continue; }
        if (i + 2 >= length) return false;
        unsigned char last = text[i + 2];
        // U+2000 to U+200F, U+2028, U+2029, U+202F; U+205F, U+2060; U+3000; U+FEFF.
        bool general = text[i] == 0xE2 && text[i + 1] == 0x80
            && (last <= 0x8F || last == 0xA8 || last == 0xA9 || last == 0xAF);
        bool narrow = text[i] == 0xE2 && text[i + 1] == 0x81 && (last == 0x9F || last == 0xA0);
        bool wide = text[i] == 0xE3 && text[i + 1] == 0x80 && last == 0x80;
        bool mark = text[i] == 0xEF && text[i + 1] == 0xBB && last == 0xBF;
        if (!general && !narrow && !wide && !mark) return false;
        i += 2;
    }
    return true;
}

/// Whether what is shown stands on the page. Glyphs on another context, or in a font that was not set, tell that the text is
/// not what it seems.
static bool is_shown_on_page(cairo_t *cr) {
    if (!is_page(cr) || sink->is_restored) sink->text_is_doubtful = true;
    return is_page(cr);
}

void cairo_show_glyphs(cairo_t *cr, const cairo_glyph_t *glyphs, int count) {
    if (!sink) { REAL(cairo_show_glyphs)(cr, glyphs, count); return; }
    if (!is_shown_on_page(cr)) return;
    for (int i = 0; i < count; i++) {
        bool ink = has_ink(cr, &glyphs[i]);
        if (ink || has_programs(cr)) add_glyph(cr, &glyphs[i], ink);
    }
}

/// Poppler calls this for fonts that say which characters their glyphs are, with an empty cluster for a glyph that they
/// leave out.
void cairo_show_text_glyphs(cairo_t *cr, const char *utf8, int length, const cairo_glyph_t *glyphs, int count,
                            const cairo_text_cluster_t *clusters, int cluster_count, cairo_text_cluster_flags_t flags) {
    if (!sink) { REAL(cairo_show_text_glyphs)(cr, utf8, length, glyphs, count, clusters, cluster_count, flags); return; }
    if (!is_shown_on_page(cr)) return;
    int byte = 0, glyph = 0;
    for (int i = 0; i < cluster_count; i++) {
        int bytes = clusters[i].num_bytes, members = clusters[i].num_glyphs;
        if (bytes < 0 || members < 0 || bytes > length - byte || members > count - glyph) return;
        bool empty = bytes == 0;
        if (empty || !is_blank((const unsigned char *)utf8 + byte, bytes)) {
            for (int j = 0; j < members; j++) {
                if (!empty || has_ink(cr, &glyphs[glyph + j])) add_glyph(cr, &glyphs[glyph + j], true);
            }
        }
        byte += bytes;
        glyph += members;
    }
}

/// A picture of more pixels than a page of 600 dpi twice over is a bomb: poppler leaves out one that no surface can be
/// had for. Soft masks need theirs, which for a page are half as large.
cairo_surface_t *cairo_image_surface_create(cairo_format_t format, int width, int height) {
    bool is_bomb = sink && width > 0 && height > (1 << 26) / width;
    // The bytes of a picture within the page's own content are passed over then, and read as content.
    if (is_bomb) sink->text_is_doubtful = true;
    return REAL(cairo_image_surface_create)(format, is_bomb ? -1 : width, is_bomb ? -1 : height);
}
