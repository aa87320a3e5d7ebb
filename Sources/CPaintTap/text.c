// How characters are painted: in which size and colour, inside or outside of the clip, with or without ink.
#include "tap.h"
#include <math.h>
#include <pthread.h>

/// Numbers the faces of fonts, and marks those that stand in for fonts of the file: their glyphs are not the file's.
static const cairo_user_data_key_t number, substitute;
/// poppler keeps faces of the machine's fonts for all documents, and cairo does not guard what is noted on a face.
static pthread_mutex_t faces = PTHREAD_MUTEX_INITIALIZER;
static uintptr_t last_number;

static uintptr_t noted(cairo_font_face_t *face, const cairo_user_data_key_t *key) {
    pthread_mutex_lock(&faces);
    uintptr_t value = (uintptr_t)cairo_font_face_get_user_data(face, key);
    pthread_mutex_unlock(&faces);
    return value;
}

void cairo_set_font_face(cairo_t *cr, cairo_font_face_t *face) {
    if (is_tapped()) {
        tap.is_font_set = true;
        if (face) {
            pthread_mutex_lock(&faces);
            if (!cairo_font_face_get_user_data(face, &number)) {
                cairo_font_face_set_user_data(face, &number, (void *)++last_number, NULL);
            }
            if (tap.is_font_substituted) cairo_font_face_set_user_data(face, &substitute, (void *)1, NULL);
            pthread_mutex_unlock(&faces);
        }
        tap.is_font_substituted = false;
    }
    REAL(cairo_set_font_face)(cr, face);
}

/// White space, control characters, signs without width, or no character: what should leave no ink. The reader of the
/// events has the same list.
static bool is_blank(uint32_t c) {
    return c <= 0x20 || (c >= 0x7F && c <= 0xA0) || c == 0xAD || c == 0x1680 || (c >= 0x2000 && c <= 0x200F)
        || (c >= 0x2028 && c <= 0x202F) || (c >= 0x205F && c <= 0x206F) || c == 0x3000 || c == 0xFEFF;
}

/// Whether a glyph that should leave no ink does.
static uint32_t ink_facts(cairo_t *cr, const cairo_glyph_t *glyph) {
    cairo_font_face_t *face = cairo_get_font_face(cr);
    if (!tap.sink->uses_fonts || noted(face, &substitute)) return fact_ink_unknown;
    // A glyph that is a program is run, and must not be tapped.
    paint_sink *sink = tap.sink;
    tap.sink = NULL;
    cairo_text_extents_t extents;
    cairo_glyph_extents(cr, glyph, 1, &extents);
    tap.sink = sink;
    if (!(extents.width > 0 && extents.height > 0)) return 0;
    // A minus is five to ten times as wide as it is high, a hyphen two and a half.
    return fact_ink | (extents.width > 2.2 * extents.height ? fact_dash : 0);
}

/// Vertical writing: the next glyph stands below. The glyph tells where it stands, the character does not.
static void set_upright(cairo_t *cr, const cairo_glyph_t *glyph, paint_event *e) {
    double dx = e->x1 - e->x0, dy = e->y1 - e->y0;
    double along = dx * e->up_x + dy * e->up_y, across = dx * e->up_y - dy * e->up_x;
    if (fabs(along) <= 2 * fabs(across)) return;
    double x = glyph->x, y = glyph->y;
    tap_to_page(cr, &x, &y);
    if (!tap_is_near(x, y)) return;
    e->x0 = (float)x;
    e->y0 = (float)y;
    e->x1 = (float)(x - e->up_y);
    e->y1 = (float)(y + e->up_x);
}

static bool is_clipped(const paint_event *e, bool is_open, const double clip[4]) {
    if (!is_open) return true;
    int inside = 0;
    for (int part = 0; part < 3; part++) {
        double x, y;
        glyph_middle(e, (part * 2 + 1) / 6.0, &x, &y);
        if (x < clip[0] || x > clip[2] || y < clip[1] || y > clip[3]) continue;
        if (tap.odd_clip_since < 0 || tap_is_inside_odd_clip(x, y)) inside++;
    }
    return inside < 2;
}

/// Tells the glyphs of the string that is shown how they are painted.
///
/// - Parameter facts: what is known of all of them.
static void paint_string(cairo_t *cr, const cairo_glyph_t *glyphs, int count, uint32_t facts) {
    int offset = tap.string_count - count;
    if (offset < 0) return;
    bool is_on_page = is_page(cr);
    cairo_matrix_t font;
    cairo_get_font_matrix(cr, &font);
    double up_x = -font.xy, up_y = -font.yy, across_x = font.xx, across_y = font.yx;
    cairo_user_to_device_distance(cr, &up_x, &up_y);
    cairo_user_to_device_distance(cr, &across_x, &across_y);
    double em = hypot(across_x, across_y) / tap.sink->scale;
    // A quarter turn from the line, as far as the letters are high, which may lean. What is mirrored is read as it would be
    // otherwise: letters whose programs are upside down are turned by it.
    double height = em > 1e-3 ? fabs(across_x * up_y - across_y * up_x) / (em * tap.sink->scale) / tap.sink->scale : 0;
    if (tap_is_near(em, height) && em > 1e-3 && height > 1e-3) {
        up_x = across_y / tap.sink->scale / em * height;
        up_y = -across_x / tap.sink->scale / em * height;
    } else {
        // A lie about a size must not become one about a place.
        up_x = 0;
        up_y = -1;
        em = 1;
    }
    double clip[4];
    bool is_open = tap_clip_box(clip);
    cairo_font_face_t *face = cairo_get_font_face(cr);
    bool is_program = cairo_font_face_get_type(face) == CAIRO_FONT_TYPE_USER;
    uint32_t font_number = (uint32_t)noted(face, &number);
    for (int i = 0; i < count; i++) {
        int32_t index = tap.string[offset + i];
        if (index < 0) continue;
        uint32_t ink = 0;
        for (size_t j = (size_t)index; j < tap.sink->count; j++) {
            paint_event *e = &tap.sink->events[j];
            if (e->kind != paint_glyph || (j > (size_t)index && !(e->facts & fact_same_glyph))) break;
            // The shape of what is painted comes after the painting, on a surface of its own.
            if (e->facts & fact_painted) break;
            if (j == (size_t)index && is_blank(e->scalar)) ink = ink_facts(cr, &glyphs[i]);
            e->font = font_number;
            e->facts |= fact_painted | facts | ink | (is_program ? fact_program : 0);
            if (!is_on_page) { e->facts |= fact_elsewhere; continue; }
            e->facts &= ~(uint32_t)fact_elsewhere;
            e->up_x = (float)up_x;
            e->up_y = (float)up_y;
            e->em = (float)em;
            e->clip = tap.clip_name;
            set_upright(cr, &glyphs[i], e);
            tap_set_colour(cr, e);
            if (is_clipped(e, is_open, clip)) e->facts |= fact_clipped;
            cover_add_glyph((int32_t)j);
        }
    }
}

void cairo_show_glyphs(cairo_t *cr, const cairo_glyph_t *glyphs, int count) {
    if (is_tapped()) paint_string(cr, glyphs, count, 0); else REAL(cairo_show_glyphs)(cr, glyphs, count);
}

void cairo_show_text_glyphs(cairo_t *cr, const char *text, int length, const cairo_glyph_t *glyphs, int count,
                            const cairo_text_cluster_t *clusters, int cluster_count, cairo_text_cluster_flags_t flags) {
    if (is_tapped()) {
        paint_string(cr, glyphs, count, 0);
    } else {
        REAL(cairo_show_text_glyphs)(cr, text, length, glyphs, count, clusters, cluster_count, flags);
    }
}

/// Outlines of glyphs, to be stroked or to clip by: a stroke that follows says that they were painted. A font that is not
/// loaded has no outlines: the bodies of the letters stand for them.
void cairo_glyph_path(cairo_t *cr, const cairo_glyph_t *glyphs, int count) {
    if (!is_tapped()) { REAL(cairo_glyph_path)(cr, glyphs, count); return; }
    if (is_page(cr)) tap.has_glyph_path = true;
    paint_string(cr, glyphs, count, fact_clip_only);
    cairo_matrix_t m;
    cairo_get_font_matrix(cr, &m);
    for (int i = 0; i < count; i++) {
        double x = glyphs[i].x + 0.12 * m.xy, y = glyphs[i].y + 0.12 * m.yy;
        cairo_move_to(cr, x, y);
        cairo_line_to(cr, x + m.xx, y + m.yx);
        cairo_line_to(cr, x + m.xx - m.xy, y + m.yx - m.yy);
        cairo_line_to(cr, x - m.xy, y - m.yy);
        cairo_close_path(cr);
    }
}
