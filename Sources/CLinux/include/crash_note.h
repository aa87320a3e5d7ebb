#pragma once
#include <stdint.h>

/// Lets the calling process say "out of memory" on standard error when it crashes while not even `spare` bytes of
/// address space can be had: what crashes for want of memory otherwise looks like any other crash.
/// Returns 0 or a negated errno.
int note_crashes(uint64_t spare);
