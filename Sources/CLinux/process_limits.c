#include "process_limits.h"
#include <errno.h>
#include <sys/resource.h>

static int lower(__rlimit_resource_t resource, uint64_t value) {
    struct rlimit limit = { .rlim_cur = value, .rlim_max = value };
    return setrlimit(resource, &limit) ? -errno : 0;
}

int limit_process(uint64_t address_space, uint64_t cpu_seconds, uint64_t descriptors) {
    int result = lower(RLIMIT_AS, address_space);
    // The soft limit sends SIGXCPU, which says what happened; the hard one a SIGKILL that could be anybody's.
    struct rlimit cpu = { .rlim_cur = cpu_seconds, .rlim_max = cpu_seconds + 5 };
    if (!result) result = setrlimit(RLIMIT_CPU, &cpu) ? -errno : 0;
    if (!result) result = lower(RLIMIT_NOFILE, descriptors);
    if (!result) result = lower(RLIMIT_CORE, 0);
    if (!result) result = lower(RLIMIT_FSIZE, 0);
    return result;
}
