// The steps that the net is made of. Planes of numbers are `plane` floats apart, a multiple of 16; what lies behind the
// numbers of a plane is 0 or of no meaning.
#ifndef CONVOLUTIONS_H
#define CONVOLUTIONS_H

#include <stddef.h>

/// The next multiple of 16: so many floats are computed at once.
static inline size_t plane_size(size_t count) { return (count + 15) / 16 * 16; }

/// out[o][p] = bias[o] + sum over i of weights[o][i] in[i][p].
void multiply(const float *in, size_t inputs, size_t plane, const float *weights, const float *bias, size_t outputs, float *out);

/// x / 2 (1 + erf(x / sqrt 2)), at most 4e-7 off.
void gelu(float *values, size_t count);

/// 3 x 3 over each plane by itself, in steps of 1 across and of `down` down. `padded`: room for (width + 2) (height + 2).
void depthwise(
    const float *in, size_t planes, size_t height, size_t width, size_t plane, size_t down, const float *weights,
    const float *bias, float *out, size_t out_plane, float *padded);

/// 3 x 3 in steps of 2 both ways. `columns`: room for 9 planes of the output for each input.
void halve(
    const float *in, size_t inputs, size_t height, size_t width, size_t plane, const float *weights, const float *bias,
    size_t outputs, float *out, float *columns);

/// 0 below -3, 1 above 3, and a straight line between.
static inline float hard_sigmoid(float x) {
    float value = x / 6 + 0.5f;
    return value < 0 ? 0 : value > 1 ? 1 : value;
}

#endif
