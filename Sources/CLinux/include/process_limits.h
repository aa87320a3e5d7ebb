#pragma once
#include <stdint.h>

/// Lowers the calling process's limits: bytes of address space, seconds of CPU, open descriptors; no file can be
/// written and no core dumped. Seconds of CPU may be raised again up to the most. Returns 0 or a negated errno.
int limit_process(uint64_t address_space, uint64_t cpu_seconds, uint64_t most_cpu_seconds, uint64_t descriptors);

/// Sets the calling process's limit of CPU seconds, at most to what `limit_process` left. Returns 0 or a negated errno.
int limit_cpu_seconds(uint64_t seconds);
