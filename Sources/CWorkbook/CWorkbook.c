#include "CWorkbook.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>

enum { most_decimals = 6 };

/// As libxlsxwriter 1.1 declares it; versions that came later add members behind these.
struct options {
    uint8_t constant_memory;
    const char *scratch;
    uint8_t allows_large_files;
    char later[64];
};

static struct {
    void *(*new_opt)(const char *, struct options *);
    void *(*add_sheet)(void *, const char *);
    int (*check_name)(void *, const char *);
    void *(*add_format)(void *);
    int (*close)(void *);
    void (*number_format)(void *, const char *);
    void (*bold)(void *);
    int (*write_string)(void *, uint32_t, uint16_t, const char *, void *);
    int (*write_number)(void *, uint32_t, uint16_t, double, void *);
    void (*freeze)(void *, uint32_t, uint16_t);
    int (*filter)(void *, uint32_t, uint16_t, uint32_t, uint16_t);
    int (*width)(void *, uint16_t, uint16_t, double, void *);
    bool is_there;
} library;

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
    const char *names[] = {"libxlsxwriter.so.4", "libxlsxwriter.so.5", "libxlsxwriter.so.6", "libxlsxwriter.so"};
    void *handle = NULL;
    for (size_t index = 0; handle == NULL && index < sizeof names / sizeof *names; index++) {
        handle = dlopen(names[index], RTLD_NOW | RTLD_LOCAL);
    }
    if (handle == NULL) return;
    struct {
        const char *name;
        void **place;
    } functions[] = {
        {"workbook_new_opt", (void **)&library.new_opt},
        {"workbook_add_worksheet", (void **)&library.add_sheet},
        {"workbook_validate_sheet_name", (void **)&library.check_name},
        {"workbook_add_format", (void **)&library.add_format},
        {"workbook_close", (void **)&library.close},
        {"format_set_num_format", (void **)&library.number_format},
        {"format_set_bold", (void **)&library.bold},
        {"worksheet_write_string", (void **)&library.write_string},
        {"worksheet_write_number", (void **)&library.write_number},
        {"worksheet_freeze_panes", (void **)&library.freeze},
        {"worksheet_autofilter", (void **)&library.filter},
        {"worksheet_set_column", (void **)&library.width},
    };
    for (size_t index = 0; index < sizeof functions / sizeof *functions; index++) {
        *functions[index].place = dlsym(handle, functions[index].name);
        if (*functions[index].place == NULL) return;
    }
    library.is_there = true;
}

bool workbook_library_is_there(void) {
    pthread_once(&once, load);
    return library.is_there;
}

struct c_workbook {
    void *book;
    void *heading;
    void *count;
    /// By how many decimals they show.
    void *numbers[most_decimals + 1];
};

c_workbook *workbook_open(const char *path, const char *scratch) {
    if (!workbook_library_is_there()) return NULL;
    c_workbook *book = calloc(1, sizeof *book);
    if (book == NULL) return NULL;
    struct options options = {.constant_memory = 1, .scratch = scratch, .allows_large_files = 1};
    book->book = library.new_opt(path, &options);
    if (book->book == NULL) {
        free(book);
        return NULL;
    }
    book->heading = library.add_format(book->book);
    if (book->heading != NULL) library.bold(book->heading);
    book->count = library.add_format(book->book);
    if (book->count != NULL) library.number_format(book->count, "0");
    const char *formats[most_decimals + 1] = {
        "#,##0", "#,##0.0", "#,##0.00", "#,##0.000", "#,##0.0000", "#,##0.00000", "#,##0.000000"};
    for (int decimals = 0; decimals <= most_decimals; decimals++) {
        book->numbers[decimals] = library.add_format(book->book);
        if (book->numbers[decimals] != NULL) library.number_format(book->numbers[decimals], formats[decimals]);
    }
    return book;
}

c_sheet *workbook_add_sheet(c_workbook *book, const char *name) {
    if (library.check_name(book->book, name) != 0) return NULL;
    return library.add_sheet(book->book, name);
}

void sheet_set_width(c_sheet *sheet, uint16_t column, double width) {
    library.width(sheet, column, column, width, NULL);
}

bool sheet_write_text(c_sheet *sheet, uint32_t row, uint16_t column, const char *text) {
    return library.write_string(sheet, row, column, text, NULL) == 0;
}

bool sheet_write_heading(c_workbook *book, c_sheet *sheet, uint32_t row, uint16_t column, const char *text) {
    return library.write_string(sheet, row, column, text, book->heading) == 0;
}

bool sheet_write_count(c_workbook *book, c_sheet *sheet, uint32_t row, uint16_t column, double number) {
    return library.write_number(sheet, row, column, number, book->count) == 0;
}

bool sheet_write_number(
    c_workbook *book, c_sheet *sheet, uint32_t row, uint16_t column, double number, int decimals) {
    int shown = decimals < 0 ? 0 : decimals > most_decimals ? most_decimals : decimals;
    return library.write_number(sheet, row, column, number, book->numbers[shown]) == 0;
}

void sheet_end(c_sheet *sheet, uint32_t last_row, uint16_t last_column) {
    library.freeze(sheet, 1, 0);
    library.filter(sheet, 0, 0, last_row, last_column);
}

bool workbook_close(c_workbook *book) {
    bool is_written = library.close(book->book) == 0;
    free(book);
    return is_written;
}
