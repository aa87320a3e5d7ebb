// Reads one line of printed Chinese from a gray picture: the net of PP-OCRv6 tiny, run in plain C on one thread.
//
// The same bytes come out wherever it runs: sums are made in one order, products and sums are never fused, and no function of
// a system's mathematical library decides anything.
#ifndef LINE_READER_H
#define LINE_READER_H

#include <stddef.h>
#include <stdint.h>

/// The net with its weights, and the room that it works in. Not to be used by two threads at once.
typedef struct line_reader line_reader;

/// A character of a line.
typedef struct {
    /// Its code point.
    uint32_t scalar;
    /// What it was nearly read as; 0 for none.
    uint32_t second;
    /// How likely the net takes each of them to be, 0 to 1.
    float confidence, second_confidence;
    /// Where it stands, as a share of the picture's width.
    float x0, x1;
} line_character;

/// A reader of the net that is built in; NULL where there is no memory for it.
line_reader *line_reader_open(void);

/// A reader of a net in the form that `scripts/export_line_reader.py` writes; NULL where the bytes are none of it. They are copied.
line_reader *line_reader_open_net(const uint8_t *net, size_t size);

void line_reader_close(line_reader *reader);

/// Reads a line.
///
/// - gray: `height` rows of `width` bytes, `stride` apart; 0 is black.
/// - stretch: the width that it is looked at in hundredths of its own: 100, or more for a second look, which tells twins like
///   the 11 of 411 apart.
/// - characters: room for `limit` of them.
///
/// Returns how many characters were read; none where there is no memory or no picture.
size_t line_reader_read(
    line_reader *reader, const uint8_t *gray, size_t width, size_t height, size_t stride, unsigned stretch,
    line_character *characters, size_t limit);

#endif
