// Pictures are not painted, so that most of them need not be decoded.
#include "tap.h"
#include <stdlib.h>
#include <string.h>

/// ImageStream::ImageStream(Stream *, int width, int components, int bits) and unsigned char *ImageStream::getLine()
#define IMAGE_STREAM "_ZN11ImageStreamC1EP6Streamiii"
#define IMAGE_LINE "_ZN11ImageStream7getLineEv"
void image_stream(void *self, void *stream, int width, int components, int bits) __asm__(IMAGE_STREAM);
unsigned char *image_line(void *self) __asm__(IMAGE_LINE);

/// The picture that is being read last, and how many bytes a line of it has.
static _Thread_local void *current;
static _Thread_local int current_components;
static _Thread_local size_t current_line;
/// A line of nothing.
static _Thread_local unsigned char *empty;
static _Thread_local size_t empty_size;

void image_stream(void *self, void *stream, int width, int components, int bits) {
    current = self;
    current_components = components;
    current_line = width > 0 && components > 0 ? (size_t)width * (size_t)components : 0;
    uint32_t pixel = components > 0 && bits > 0 ? (uint32_t)components * (uint32_t)bits : 0;
    if (is_tapped() && (tap.is_picture_painted || pixel > tap.pixel_bits)) tap.pixel_bits = pixel;
    tap.is_picture_painted = false;
    NEXT(image_stream, IMAGE_STREAM)(self, stream, width, components, bits);
}

/// A line of a picture. Masks are looked at where they may hide text; a picture within the page's content has to be read to
/// its end, for the content goes on behind it.
unsigned char *image_line(void *self) {
    bool may_mask = current_components == 1 && is_tapped() && tap.sink->glyph_count > 0;
    bool skips = is_tapped() && self == current && tap.inline_pictures == 0 && !may_mask && current_line > 0;
    if (skips && current_line > empty_size) {
        free(empty);
        empty = calloc(current_line, 1);
        empty_size = empty ? current_line : 0;
    }
    if (!skips || !empty) return NEXT(image_line, IMAGE_LINE)(self);
    return empty;
}

/// void GfxImageColorMap::getRGBLine(unsigned char *, unsigned int *, int): what a line's values are as colours, which are worked
/// out with powers where the picture brings a colour space of its own. A line of nothing has none.
#define RGB_LINE "_ZN16GfxImageColorMap10getRGBLineEPhPji"
void rgb_line(void *self, unsigned char *line, unsigned int *colours, int count) __asm__(RGB_LINE);
void rgb_line(void *self, unsigned char *line, unsigned int *colours, int count) {
    if (!is_tapped() || line != empty || count < 0) { NEXT(rgb_line, RGB_LINE)(self, line, colours, count); return; }
    memset(colours, 0, (size_t)count * sizeof *colours);
}

/// Gfx::opBeginImage(Object *, int): a picture within the page's content.
#define BEGIN_IMAGE "_ZN3Gfx12opBeginImageEP6Objecti"
void begin_image(void *gfx, void *operands, int count) __asm__(BEGIN_IMAGE);
void begin_image(void *gfx, void *operands, int count) {
    tap.inline_pictures++;
    NEXT(begin_image, BEGIN_IMAGE)(gfx, operands, count);
    tap.inline_pictures--;
}

/// A picture of more pixels than a page of 600 dpi twice over is a bomb: poppler leaves out one that no surface can be
/// had for.
cairo_surface_t *cairo_image_surface_create(cairo_format_t format, int width, int height) {
    bool is_bomb = is_tapped() && width > 0 && height > (1 << 26) / width;
    if (is_bomb && tap.inline_pictures > 0) {
        // Poppler would go on with the page in the midst of the picture's bytes.
        for (int i = 0; i < height && current; i++) if (!NEXT(image_line, IMAGE_LINE)(current)) break;
    }
    return REAL(cairo_image_surface_create)(format, is_bomb ? -1 : width, is_bomb ? -1 : height);
}
