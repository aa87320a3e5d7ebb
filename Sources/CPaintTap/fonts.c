// Fonts. Nothing is painted, so that no font is needed: places and widths are told by the document. Those that the file
// brings would be inflated and scanned, up to half of a reading; those of the machine, which stand in for others, would be
// read whole twice for each font of the file, and asked for 65,536 glyphs.
#include "tap.h"
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/// std::unique_ptr<FoFiTrueType> FoFiTrueType::load(const char *, int) and make(const unsigned char *, int, int)
#define FONT_LOAD "_ZN12FoFiTrueType4loadEPKci"
#define FONT_MAKE "_ZN12FoFiTrueType4makeEPKhii"
void *font_load(void *result, const char *path, int face) __asm__(FONT_LOAD);
void *font_make(void *result, const unsigned char *bytes, int count, int face) __asm__(FONT_MAKE);
/// int *GfxCIDFont::getCodeToGIDMap(FoFiTrueType *, int *), under this name up to poppler 24; later ones have another, and
/// only take longer.
#define CODE_MAP "_ZN10GfxCIDFont15getCodeToGIDMapEP12FoFiTrueTypePi"
int *code_map(void *font, void *file, int *count) __asm__(CODE_MAP);

static const size_t longest_path = 255;
enum { most_files = 8 };

/// A font file of the machine in memory. It stays: a process reads one document.
typedef struct {
    char path[256];
    unsigned char *bytes;
    size_t count;
} font_file;

static _Thread_local font_file files[most_files];
static _Thread_local int file_count;
/// The font that was loaded last.
static _Thread_local const void *machine_font;

static const font_file *map_file(const char *path) {
    for (int i = 0; i < file_count; i++) if (strcmp(files[i].path, path) == 0) return &files[i];
    if (file_count == most_files || strlen(path) > longest_path) return NULL;
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return NULL;
    struct stat status;
    void *bytes = MAP_FAILED;
    if (fstat(descriptor, &status) == 0 && status.st_size > 0 && status.st_size < INT32_MAX) {
        bytes = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, descriptor, 0);
    }
    close(descriptor);
    if (bytes == MAP_FAILED) return NULL;
    font_file *file = &files[file_count++];
    strcpy(file->path, path);
    file->bytes = bytes;
    file->count = (size_t)status.st_size;
    return file;
}

void *font_load(void *result, const char *path, int face) {
    const font_file *file = is_tapped() ? map_file(path) : NULL;
    if (!file) return NEXT(font_load, FONT_LOAD)(result, path, face);
    NEXT(font_make, FONT_MAKE)(result, file->bytes, (int)file->count, face);
    machine_font = *(void **)result;
    tap.is_font_substituted = true;
    return result;
}

void *font_make(void *result, const unsigned char *bytes, int count, int face) {
    return NEXT(font_make, FONT_MAKE)(result, bytes, count, face);
}

int *code_map(void *font, void *file, int *count) {
    if (!is_tapped() || file != machine_font) return NEXT(code_map, CODE_MAP)(font, file, count);
    *count = 0;
    return malloc(1);
}

// MARK: Fonts of the file

#define U16(n) (unsigned char)((n) >> 8 & 255), (unsigned char)((n) & 255)
#define U32(n) U16((n) >> 16), U16((n) & 0xFFFF)
#define TABLE(a, b, c, d, offset, length) a, b, c, d, U32(0), U32(offset), U32(length)

/// A TrueType font with one glyph that shows nothing (Apple, TrueType Reference Manual; no check sums, which nobody checks).
static const unsigned char empty_font[] = {
    U32(0x00010000), U16(8), U16(128), U16(3), U16(0),
    TABLE('c', 'm', 'a', 'p', 140, 36), TABLE('g', 'l', 'y', 'f', 176, 4), TABLE('h', 'e', 'a', 'd', 180, 54),
    TABLE('h', 'h', 'e', 'a', 236, 36), TABLE('h', 'm', 't', 'x', 272, 4), TABLE('l', 'o', 'c', 'a', 276, 4),
    TABLE('m', 'a', 'x', 'p', 280, 32), TABLE('p', 'o', 's', 't', 312, 32),
    // cmap: one table for Windows and Unicode, of format 4, with the last segment that each must have
    U16(0), U16(1), U16(3), U16(1), U32(12),
    U16(4), U16(24), U16(0), U16(2), U16(2), U16(0), U16(0), U16(0xFFFF), U16(0), U16(0xFFFF), U16(1), U16(0),
    // glyf
    U32(0),
    // head: versions, sum, magic number, flags, units, dates, box, style, smallest size, direction, formats
    U32(0x00010000), U32(0x00010000), U32(0), U32(0x5F0F3CF5), U16(0), U16(1000), U32(0), U32(0), U32(0), U32(0),
    U16(0), U16(0), U16(0), U16(0), U16(0), U16(8), U16(2), U16(0), U16(0), U16(0),
    // hhea: version, ascent, descent, gap, widest, bearings, extent, caret, reserved, format, widths
    U32(0x00010000), U16(880), U16(-120), U16(0), U16(1000), U16(0), U16(0), U16(0), U16(1), U16(0), U16(0),
    U32(0), U32(0), U16(0), U16(1),
    // hmtx
    U16(1000), U16(0),
    // loca
    U16(0), U16(0),
    // maxp: version, glyphs, thirteen measures
    U32(0x00010000), U16(1), U16(0), U16(0), U16(0), U16(0), U16(1), U16(0), U16(0), U16(0), U16(0), U16(0), U16(0),
    U16(0), U16(0),
    // post: without names
    U32(0x00030000), U32(0), U32(0), U32(0), U32(0), U32(0), U32(0), U32(0),
};
_Static_assert(sizeof empty_font == 344, "the tables stand where the directory says");

/// std::optional<std::vector<unsigned char>> GfxFont::readEmbFontFile(XRef *). In libstdc++ a vector is three addresses, the
/// optional has a flag behind it, and the memory goes back to free.
#define READ_FONT "_ZN7GfxFont15readEmbFontFileEP4XRef"
void *read_font(void *result, void *font, void *xref) __asm__(READ_FONT);
void *read_font(void *result, void *font, void *xref) {
    unsigned char *bytes = is_tapped() && !tap.sink->uses_fonts ? malloc(sizeof empty_font) : NULL;
    if (!bytes) return NEXT(read_font, READ_FONT)(result, font, xref);
    memcpy(bytes, empty_font, sizeof empty_font);
    struct { unsigned char *start, *end, *capacity; bool has_value; } vector = {
        bytes, bytes + sizeof empty_font, bytes + sizeof empty_font, true };
    memcpy(result, &vector, sizeof vector);
    return result;
}
