#pragma once
#include <stdint.h>

/// Lowers the calling process's limits: bytes of address space, seconds of CPU, open descriptors; no file can be
/// written and no core dumped. Returns 0 or a negated errno.
int limit_process(uint64_t address_space, uint64_t cpu_seconds, uint64_t descriptors);
