// Fonts of the machine, which stand in for those that a file does not bring. Nothing is painted, so that nothing of them is
// needed but their name: poppler reads the whole of such a font twice for each font of the file, and asks it for 65,536
// glyphs.
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
