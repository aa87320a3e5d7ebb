#ifndef C_WORKBOOK_H
#define C_WORKBOOK_H

#include <stdbool.h>
#include <stdint.h>

/// A workbook of Excel that is being written by libxlsxwriter, which is loaded with the first one: nothing else of the program
/// has to wait for it.
typedef struct c_workbook c_workbook;

/// Whether the library is there.
bool workbook_library_is_there(void);

/// Begins a workbook; its rows go to the disk one by one, in files that are removed with it.
///
/// - Parameters:
///   - path: what is written.
///   - scratch: a folder for these files.
/// - Returns: NULL without the library or without memory.
c_workbook *workbook_open(const char *path, const char *scratch);

/// A sheet of it, whose rows are written from the top down; sheets take turns as they like.
typedef struct c_sheet c_sheet;

/// Adds a sheet; NULL for a name that Excel refuses, or one that is taken.
c_sheet *workbook_add_sheet(c_workbook *book, const char *name);

/// How wide a column is, in characters.
void sheet_set_width(c_sheet *sheet, uint16_t column, double width);

/// Writes a text, up to 32,767 characters; false where it cannot be written.
bool sheet_write_text(c_sheet *sheet, uint32_t row, uint16_t column, const char *text);

/// Writes a text in bold.
bool sheet_write_heading(c_workbook *book, c_sheet *sheet, uint32_t row, uint16_t column, const char *text);

/// Writes a whole number shown without commas: a year, a page.
bool sheet_write_count(c_workbook *book, c_sheet *sheet, uint32_t row, uint16_t column, double number);

/// Writes a number shown with commas and so many decimals, up to 6.
bool sheet_write_number(
    c_workbook *book, c_sheet *sheet, uint32_t row, uint16_t column, double number, int decimals);

/// Freezes the first row of the sheet and puts filters on it, down to a last row and column.
void sheet_end(c_sheet *sheet, uint32_t last_row, uint16_t last_column);

/// Writes the file and frees the workbook; false where the disk does not take it.
bool workbook_close(c_workbook *book);

#endif
