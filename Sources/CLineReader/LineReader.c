#include "LineReader.h"

#include "Choices.h"
#include "Convolutions.h"

#include <stdlib.h>
#include <string.h>

// The form of a net: "BOCR", then four numbers of 32 bits (the width of its floats, 1 for 16 bits; its classes; its weights; the
// bytes of its characters), the weights in the order that they are used in, and the characters, one a line.
enum { header_size = 20, row_height = 48, widest = 3200, narrowest = 64, most_classes = 20000 };

static const struct block {
    size_t inputs, squeezed, wide, outputs, down;
    int adds;
} blocks[] = {
    {48, 12, 96, 48, 1, 1},   {48, 0, 96, 48, 1, 1},    {48, 0, 96, 96, 2, 0},
    {96, 24, 192, 96, 1, 1},  {96, 0, 192, 96, 1, 1},   {96, 0, 192, 160, 2, 0},
    {160, 40, 320, 160, 1, 1}, {160, 0, 320, 160, 1, 1}, {160, 0, 320, 160, 1, 1},
};
enum { block_count = sizeof blocks / sizeof *blocks, most_planes = 160, most_squeezed = 40 };

struct line_reader {
    float *weights;
    const float *next;
    uint32_t classes;
    uint32_t *scalars;
    float *room[4];
    size_t room_size[4];
};

/// What a class begins with that is not to be read.
static const float never = -1e30f;

#ifdef __has_embed
static const uint8_t built_in[] = {
#embed "model.bocr"
};
static const size_t built_in_size = sizeof built_in;
#else
__asm__(".pushsection .rodata\n"
        "line_reader_net: .incbin \"model.bocr\"\n"
        "line_reader_net_end: .byte 0\n"
        ".popsection");
extern const uint8_t built_in[] __asm__("line_reader_net"), built_in_end[] __asm__("line_reader_net_end");
#define built_in_size ((size_t)(built_in_end - built_in))
#endif

// MARK: The net

/// How many weights the steps of the net take.
static size_t weight_count(size_t classes) {
    size_t count = 24 * 27 + 24 + 48 * 216 + 48;
    for (size_t n = 0; n < block_count; n++) {
        struct block b = blocks[n];
        count += b.inputs * 9 + b.inputs;
        if (b.squeezed > 0) count += 2 * b.squeezed * b.inputs + b.squeezed + b.inputs;
        count += b.wide * b.inputs + b.wide + b.outputs * b.wide + b.outputs;
    }
    return count + 160 * 5 + 160 + 160 * 160 + 160 + 80 * 160 + 80 + classes * 80 + classes;
}

static uint32_t number(const uint8_t *bytes) {
    return bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

static float half(const uint8_t *bytes) {
    uint32_t value = bytes[0] | (uint32_t)bytes[1] << 8;
    uint32_t sign = (value & 0x8000) << 16, exponent = value >> 10 & 31, fraction = value & 1023;
    if (exponent == 0) {
        float tiny = (float)fraction * 0x1p-24f;
        return sign ? -tiny : tiny;
    }
    uint32_t bits = sign | (exponent + 112) << 23 | fraction << 13;
    float result;
    memcpy(&result, &bits, sizeof result);
    return result;
}

/// What a release may hold: no Greek, no Cyrillic, no kana, no letters with accents, as which signs and strokes of ideographs
/// would be read now and then (入 as lambda).
static int is_of_releases(uint32_t s) {
    static const uint32_t ranges[][2] = {
        {0x20, 0x7E},     {0xB0, 0xB1},     {0xB7, 0xB7},     {0xD7, 0xD7},     {0xF7, 0xF7},     {0x2010, 0x203B},
        {0x2103, 0x2103}, {0x2160, 0x217B}, {0x2190, 0x2193}, {0x2200, 0x22FF}, {0x2460, 0x249B}, {0x2500, 0x2500},
        {0x25A0, 0x25CF}, {0x2605, 0x2606}, {0x3000, 0x301F}, {0x3220, 0x3229}, {0x33A1, 0x33A1}, {0x3400, 0x9FFF},
        {0xFF01, 0xFF5E}, {0xFFE5, 0xFFE5},
    };
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        if (s >= ranges[i][0] && s <= ranges[i][1]) return 1;
    }
    return 0;
}

/// The characters of the classes: the first one is none, the last one a space.
static void read_scalars(line_reader *reader, const uint8_t *text, const uint8_t *end) {
    for (uint32_t class = 1; class + 1 < reader->classes && text < end; class++) {
        uint32_t scalar = *text++;
        int more = scalar < 0xC0 ? 0 : scalar < 0xE0 ? 1 : scalar < 0xF0 ? 2 : 3;
        if (more > 0) scalar &= 0x3F >> more;
        while (more-- > 0 && text < end) scalar = scalar << 6 | (*text++ & 0x3F);
        reader->scalars[class] = scalar;
        while (text < end && *text != '\n') text++;
        if (text < end) text++;
    }
    reader->scalars[reader->classes - 1] = ' ';
}

line_reader *line_reader_open(void) { return line_reader_open_net(built_in, built_in_size); }

line_reader *line_reader_open_net(const uint8_t *net, size_t size) {
    if (size < header_size || memcmp(net, "BOCR", 4) != 0 || number(net + 4) != 1) return NULL;
    size_t classes = number(net + 8), count = number(net + 12), text = number(net + 16);
    if (classes < 3 || classes > most_classes || count != weight_count(classes)) return NULL;
    if (size - header_size < 2 * count || size - header_size - 2 * count != text) return NULL;
    line_reader *reader = calloc(1, sizeof *reader);
    if (reader == NULL) return NULL;
    reader->classes = (uint32_t)classes;
    reader->weights = malloc(count * sizeof(float));
    reader->scalars = calloc(classes, sizeof(uint32_t));
    if (reader->weights == NULL || reader->scalars == NULL) {
        line_reader_close(reader);
        return NULL;
    }
    for (size_t i = 0; i < count; i++) reader->weights[i] = half(net + header_size + 2 * i);
    read_scalars(reader, net + header_size + 2 * count, net + size);
    // The last numbers are what each class begins with.
    float *biases = reader->weights + count - classes;
    for (uint32_t class = 1; class < classes; class++) {
        if (!is_of_releases(reader->scalars[class])) biases[class] = never;
    }
    return reader;
}

void line_reader_close(line_reader *reader) {
    if (reader == NULL) return;
    free(reader->weights);
    free(reader->scalars);
    for (int i = 0; i < 4; i++) free(reader->room[i]);
    free(reader);
}

static float *room(line_reader *reader, int index, size_t count) {
    if (reader->room_size[index] < count) {
        free(reader->room[index]);
        reader->room[index] = malloc(count * sizeof(float));
        reader->room_size[index] = reader->room[index] == NULL ? 0 : count;
    }
    return reader->room[index];
}

static const float *take(line_reader *reader, size_t count) {
    const float *weights = reader->next;
    reader->next += count;
    return weights;
}

static void squeeze_excite(line_reader *reader, float *values, size_t planes, size_t squeezed, size_t count, size_t plane) {
    const float *in = take(reader, squeezed * planes), *in_bias = take(reader, squeezed);
    const float *out = take(reader, planes * squeezed), *out_bias = take(reader, planes);
    float mean[most_planes], middle[most_squeezed];
    for (size_t i = 0; i < planes; i++) {
        double sum = 0;
        for (size_t p = 0; p < count; p++) sum += values[i * plane + p];
        mean[i] = (float)(sum / (double)count);
    }
    for (size_t s = 0; s < squeezed; s++) {
        float value = in_bias[s];
        for (size_t i = 0; i < planes; i++) value += in[s * planes + i] * mean[i];
        middle[s] = value > 0 ? value : 0;
    }
    for (size_t i = 0; i < planes; i++) {
        float value = out_bias[i];
        for (size_t s = 0; s < squeezed; s++) value += out[i * squeezed + s] * middle[s];
        value = hard_sigmoid(value);
        for (size_t p = 0; p < count; p++) values[i * plane + p] *= value;
    }
}

// MARK: The picture

static double distance(double a, double b) { return a < b ? b - a : a - b; }

/// One number of a row of `count` pixels `step` apart that is drawn together or out: what lies around `centre`, the nearer the
/// more.
static double sample(const uint8_t *bytes, const float *floats, size_t count, size_t step, double centre, double reach) {
    double first = centre - reach + 0.5, last = centre + reach + 0.5;
    size_t from = first < 0 ? 0 : (size_t)first, to = last < 0 ? 0 : (size_t)last;
    if (to > count) to = count;
    double value = 0, total = 0;
    for (size_t i = from; i < to; i++) {
        double weight = 1 - distance((double)i + 0.5, centre) / reach;
        if (weight <= 0) continue;
        value += weight * (bytes != NULL ? bytes[i * step] : floats[i * step]);
        total += weight;
    }
    return total > 0 ? value / total : 127.5;
}

/// The line 48 rows high, from -1 for black to 1; behind its width the gray that the net was trained with.
static void draw(
    const uint8_t *gray, size_t width, size_t height, size_t stride, size_t drawn, size_t row, float *across, float *out) {
    double step = (double)width / (double)drawn, reach = step < 1 ? 1 : step;
    for (size_t x = 0; x < drawn; x++) {
        for (size_t y = 0; y < height; y++) {
            across[y * drawn + x] =
                (float)sample(gray + y * stride, NULL, width, 1, ((double)x + 0.5) * step, reach);
        }
    }
    step = (double)height / row_height;
    reach = step < 1 ? 1 : step;
    memset(out, 0, row_height * row * sizeof(float));
    for (size_t y = 0; y < row_height; y++) {
        for (size_t x = 0; x < drawn; x++) {
            double value = sample(NULL, across + x, height, drawn, ((double)y + 0.5) * step, reach);
            out[y * row + x] = (float)(value / 127.5 - 1);
        }
    }
}

// MARK: The steps

/// Runs the net over a drawn line. Gives the classes' numbers, `plane` apart, for `count` places; NULL where there is no memory.
static const float *run(line_reader *reader, size_t row, size_t *count, size_t *plane) {
    size_t picture = row_height * row, first = plane_size(24 * (row / 2)), second = plane_size(12 * (row / 4));
    size_t columns = 27 * first > 216 * second ? 27 * first : 216 * second;
    float *x = reader->room[0], *a = room(reader, 1, 192 * first + 64), *b = room(reader, 2, 192 * first + 64);
    float *wide = room(reader, 3, columns + 64);
    if (a == NULL || b == NULL || wide == NULL) return NULL;
    // The net was trained on colours.
    memcpy(x + picture, x, picture * sizeof(float));
    memcpy(x + 2 * picture, x, picture * sizeof(float));
    reader->next = reader->weights;
    const float *weights = take(reader, 24 * 27), *bias = take(reader, 24);
    halve(x, 3, row_height, row, picture, weights, bias, 24, a, wide);
    gelu(a, 24 * first);
    weights = take(reader, 48 * 216);
    bias = take(reader, 48);
    halve(a, 24, 24, row / 2, first, weights, bias, 48, b, wide);
    size_t height = 12, width = row / 4, size = second;
    float *now = b, *free_room = a;
    for (size_t n = 0; n < block_count; n++) {
        struct block block = blocks[n];
        size_t rows = (height - 1) / block.down + 1, out_size = plane_size(rows * width);
        weights = take(reader, block.inputs * 9);
        bias = take(reader, block.inputs);
        depthwise(now, block.inputs, height, width, size, block.down, weights, bias, free_room, out_size, x);
        height = rows;
        size = out_size;
        if (block.squeezed > 0) {
            squeeze_excite(reader, free_room, block.inputs, block.squeezed, height * width, size);
        }
        weights = take(reader, block.wide * block.inputs);
        bias = take(reader, block.wide);
        multiply(free_room, block.inputs, size, weights, bias, block.wide, wide);
        gelu(wide, block.wide * size);
        weights = take(reader, block.outputs * block.wide);
        bias = take(reader, block.outputs);
        multiply(wide, block.wide, size, weights, bias, block.outputs, now);
        if (block.adds) {
            for (size_t i = 0; i < block.inputs * size; i++) now[i] += free_room[i];
        }
    }
    // Three rows by two columns become one place.
    size_t places = width / 2, out = plane_size(places);
    for (size_t i = 0; i < 160; i++) {
        for (size_t t = 0; t < out; t++) {
            float value = 0;
            for (size_t y = 0; t < places && y < 3; y++) {
                const float *at = now + i * size + y * width + 2 * t;
                value += at[0] + at[1];
            }
            free_room[i * out + t] = value / 6;
        }
    }
    weights = take(reader, 160 * 5);
    bias = take(reader, 160);
    for (size_t i = 0; i < 160; i++) {
        for (size_t t = 0; t < out; t++) {
            float value = bias[i];
            for (size_t k = 0; k < 5; k++) {
                if (t + k >= 2 && t + k - 2 < places) value += weights[i * 5 + k] * free_room[i * out + t + k - 2];
            }
            now[i * out + t] = value * hard_sigmoid(value);
        }
    }
    weights = take(reader, 160 * 160);
    bias = take(reader, 160);
    multiply(now, 160, out, weights, bias, 160, free_room);
    for (size_t i = 0; i < 160 * out; i++) free_room[i] *= hard_sigmoid(free_room[i]);
    weights = take(reader, 80 * 160);
    bias = take(reader, 80);
    multiply(free_room, 160, out, weights, bias, 80, now);
    weights = take(reader, (size_t)reader->classes * 80);
    bias = take(reader, reader->classes);
    // The columns are used up: their room may be made larger.
    float *classes = room(reader, 3, (size_t)reader->classes * out + 64);
    if (classes == NULL) return NULL;
    multiply(now, 80, out, weights, bias, reader->classes, classes);
    *count = places;
    *plane = out;
    return classes;
}

size_t line_reader_read(
    line_reader *reader, const uint8_t *gray, size_t width, size_t height, size_t stride, unsigned stretch,
    line_character *characters, size_t limit) {
    if (width < 2 || height < 2 || width > 100000 || height > 10000 || stretch < 50 || stretch > 400) return 0;
    size_t drawn = (row_height * width * stretch + height * 100 - 1) / (height * 100);
    if (drawn < 8) drawn = 8;
    if (drawn > widest) drawn = widest;
    size_t row = (drawn + 7) / 8 * 8;
    if (row < narrowest) row = narrowest;
    float *picture = room(reader, 0, 3 * row_height * row + 64), *across = room(reader, 1, drawn * height + 64);
    if (picture == NULL || across == NULL) return 0;
    draw(gray, width, height, stride, drawn, row, across, picture);
    size_t places = 0, plane = 0;
    const float *classes = run(reader, row, &places, &plane);
    if (classes == NULL) return 0;
    choice choices[widest / 8];
    choose(classes, plane, reader->classes, choices, places);
    return collapse(reader->scalars, choices, places, (float)row / (float)drawn, characters, limit);
}
