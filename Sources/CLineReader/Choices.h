// Which characters a line is read as, of what the net gives for each of its places.
#ifndef CHOICES_H
#define CHOICES_H

#include "LineReader.h"

/// What a place is read as, and what it was nearly read as; `sum` is of all likelihoods, relative to the likeliest.
typedef struct {
    float top, next, sum;
    uint32_t best, second;
} choice;

/// Chooses for each place the two likeliest of `count` classes, whose values are `plane` floats apart.
void choose(const float *classes, size_t plane, size_t count, choice *choices, size_t places);

/// Makes characters of the places that they are read at; class 0 is none.
///
/// `scale`: how much of the line its places take, 1 for all. Returns how many characters there are, `limit` at most.
size_t collapse(
    const uint32_t *scalars, const choice *choices, size_t places, float scale, line_character *characters, size_t limit);

#endif
