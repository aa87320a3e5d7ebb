#include "process_limits.h"
#include <errno.h>
#include <sys/resource.h>

static int lower(__rlimit_resource_t resource, uint64_t value) {
    struct rlimit limit = { .rlim_cur = value, .rlim_max = value };
    return setrlimit(resource, &limit) ? -errno : 0;
}

int limit_process(uint64_t address_space, uint64_t cpu_seconds, uint64_t descriptors) {
    int result = lower(RLIMIT_AS, address_space);
    if (!result) result = lower(RLIMIT_CPU, cpu_seconds);
    if (!result) result = lower(RLIMIT_NOFILE, descriptors);
    if (!result) result = lower(RLIMIT_CORE, 0);
    if (!result) result = lower(RLIMIT_FSIZE, 0);
    return result;
}
