#include "Choices.h"

#include <string.h>

/// Less than anything that a net gives.
static const float never = -2e30f;

/// e to the power of a number from -20 to 0, at most 3e-7 of it off.
static float exponential(float x) {
    float scaled = x * 1.44269504f;
    int whole = (int)scaled;
    if (scaled < (float)whole) whole--;
    float f = (scaled - (float)whole) * 0.69314718f;
    float value = 1 + f * (1 + f * (0.5f + f * (0.16666667f + f * (0.041666667f + f * (0.0083333333f + f * 0.0013888889f)))));
    uint32_t bits = (uint32_t)(whole + 127) << 23;
    float power;
    memcpy(&power, &bits, sizeof power);
    return value * power;
}

/// Takes a class that is likelier than the next one.
static void take(choice *choice, float value, uint32_t class) {
    if (value > choice->top) {
        choice->next = choice->top;
        choice->second = choice->best;
        choice->top = value;
        choice->best = class;
    } else {
        choice->next = value;
        choice->second = class;
    }
}

/// Adds up how likely the classes are, relative to the likeliest, where that is a character.
static void add_shares(const float *classes, size_t plane, size_t count, choice *choices, size_t places) {
    for (size_t class = 0; class < count; class++) {
        for (size_t t = 0; t < places; t++) {
            float below = classes[class * plane + t] - choices[t].top;
            if (below > -20 && choices[t].best > 0) choices[t].sum += exponential(below);
        }
    }
}

void choose(const float *classes, size_t plane, size_t count, choice *choices, size_t places) {
    static const choice none = {.top = never, .next = never};
    for (size_t t = 0; t < places; t++) choices[t] = none;
    for (uint32_t class = 0; class < count; class++) {
        const float *values = classes + class * plane;
        for (size_t t = 0; t < places; t++) {
            if (values[t] > choices[t].next) take(choices + t, values[t], class);
        }
    }
    add_shares(classes, plane, count, choices, places);
}

size_t collapse(
    const uint32_t *scalars, const choice *choices, size_t places, float scale, line_character *characters, size_t limit) {
    size_t count = 0;
    uint32_t last = 0;
    for (size_t t = 0; t < places; t++) {
        choice c = choices[t];
        if (c.best > 0) {
            float sum = c.sum > 1 ? c.sum : 1;
            line_character found = {
                .scalar = scalars[c.best],
                .second = scalars[c.second],
                .confidence = 1 / sum,
                .second_confidence = c.next - c.top > -20 ? exponential(c.next - c.top) / sum : 0,
                .x0 = (float)t * scale / (float)places,
                .x1 = (float)(t + 1) * scale / (float)places,
            };
            if (c.best == last && count > 0) {
                // The same character at the next place is the same one.
                line_character *known = characters + count - 1;
                known->x1 = found.x1;
                if (found.confidence > known->confidence) {
                    known->confidence = found.confidence;
                    known->second = found.second;
                    known->second_confidence = found.second_confidence;
                }
            } else if (count < limit) {
                characters[count++] = found;
            }
        }
        last = c.best;
    }
    return count;
}
