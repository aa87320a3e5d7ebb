#include "Convolutions.h"

#include <string.h>

typedef float eight __attribute__((vector_size(32), aligned(4)));
typedef float sixteen __attribute__((vector_size(64), aligned(4)));

/// The most inputs that a step of the net has.
enum { most_inputs = 320 };

// Each instruction set computes the same lanes in the same order: only the speed differs.
#if defined(__x86_64__) && !defined(LINE_READER_ONE_ISA)
#define ON_EACH_ISA __attribute__((target_clones("avx2", "default")))
#else
#define ON_EACH_ISA
#endif

ON_EACH_ISA
void multiply(
    const float *in, size_t inputs, size_t plane, const float *weights, const float *bias, size_t outputs, float *out) {
    // Side by side, for planes lie a page of memory and more apart.
    sixteen column[most_inputs];
    for (size_t p = 0; p < plane; p += 16) {
        for (size_t i = 0; i < inputs; i++) column[i] = *(const sixteen *)(in + i * plane + p);
        size_t o = 0;
        for (; o + 4 <= outputs; o += 4) {
            sixteen a0 = {0}, b0 = {0}, c0 = {0}, d0 = {0};
            const float *a = weights + o * inputs, *b = a + inputs, *c = b + inputs, *d = c + inputs;
            for (size_t i = 0; i < inputs; i++) {
                sixteen x = column[i];
                a0 += a[i] * x;
                b0 += b[i] * x;
                c0 += c[i] * x;
                d0 += d[i] * x;
            }
            float *y = out + o * plane + p;
            *(sixteen *)y = a0 + bias[o];
            *(sixteen *)(y + plane) = b0 + bias[o + 1];
            *(sixteen *)(y + 2 * plane) = c0 + bias[o + 2];
            *(sixteen *)(y + 3 * plane) = d0 + bias[o + 3];
        }
        for (; o < outputs; o++) {
            sixteen a0 = {0};
            const float *a = weights + o * inputs;
            for (size_t i = 0; i < inputs; i++) a0 += a[i] * column[i];
            *(sixteen *)(out + o * plane + p) = a0 + bias[o];
        }
    }
}

// erf as a quotient of polynomials, as Eigen and others compute it in single precision.
ON_EACH_ISA
void gelu(float *values, size_t count) {
    for (size_t i = 0; i < count; i += 8) {
        eight x = *(eight *)(values + i), t = x * 0.70710678f;
        for (int lane = 0; lane < 8; lane++) t[lane] = t[lane] > 4 ? 4 : t[lane] < -4 ? -4 : t[lane];
        eight q = t * t;
        eight above = q * -2.72614225801306e-10f + 2.77068142495902e-08f;
        above = above * q + -2.10102402082508e-06f;
        above = above * q + -5.69250639462346e-05f;
        above = above * q + -7.34990630326855e-04f;
        above = above * q + -2.95459980854025e-03f;
        above = above * q + -1.60960333262415e-02f;
        eight below = q * -1.45660718464996e-05f + -2.13374055278905e-04f;
        below = below * q + -1.68282697438203e-03f;
        below = below * q + -7.37332916720468e-03f;
        below = below * q + -1.42647390514189e-02f;
        *(eight *)(values + i) = x * 0.5f * (1 + t * above / below);
    }
}

ON_EACH_ISA
void depthwise(
    const float *in, size_t planes, size_t height, size_t width, size_t plane, size_t down, const float *weights,
    const float *bias, float *out, size_t out_plane, float *padded) {
    size_t row = width + 2, rows = (height - 1) / down + 1;
    for (size_t i = 0; i < planes; i++) {
        const float *k = weights + 9 * i;
        memset(padded, 0, row * (height + 2) * sizeof(float));
        for (size_t y = 0; y < height; y++) {
            memcpy(padded + (y + 1) * row + 1, in + i * plane + y * width, width * sizeof(float));
        }
        for (size_t y = 0; y < rows; y++) {
            const float *p = padded + y * down * row, *q = p + row, *r = q + row;
            float *o = out + i * out_plane + y * width;
            for (size_t x = 0; x < width; x++) {
                o[x] = bias[i] + p[x] * k[0] + p[x + 1] * k[1] + p[x + 2] * k[2] + q[x] * k[3] + q[x + 1] * k[4]
                    + q[x + 2] * k[5] + r[x] * k[6] + r[x + 1] * k[7] + r[x + 2] * k[8];
            }
        }
        for (size_t x = rows * width; x < out_plane; x++) out[i * out_plane + x] = 0;
    }
}

void halve(
    const float *in, size_t inputs, size_t height, size_t width, size_t plane, const float *weights, const float *bias,
    size_t outputs, float *out, float *columns) {
    size_t rows = height / 2, row = (width + 1) / 2, out_plane = plane_size(rows * row);
    for (size_t i = 0; i < inputs; i++) {
        for (size_t cell = 0; cell < 9; cell++) {
            float *o = columns + (i * 9 + cell) * out_plane;
            for (size_t y = 0; y < rows; y++) {
                for (size_t x = 0; x < row; x++) {
                    // One row and column of zeros lies around the picture.
                    size_t from_y = 2 * y + cell / 3, from_x = 2 * x + cell % 3;
                    int is_inside = from_y > 0 && from_y <= height && from_x > 0 && from_x <= width;
                    *o++ = is_inside ? in[i * plane + (from_y - 1) * width + from_x - 1] : 0;
                }
            }
            for (size_t x = rows * row; x < out_plane; x++) *o++ = 0;
        }
    }
    multiply(columns, inputs * 9, out_plane, weights, bias, outputs, out);
}
