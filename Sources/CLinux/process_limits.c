#include "process_limits.h"
#include <errno.h>
#include <sys/resource.h>

/// A limit that is lower already stays.
static int lower(__rlimit_resource_t resource, uint64_t soft, uint64_t hard) {
    struct rlimit limit;
    if (getrlimit(resource, &limit)) return -errno;
    if (soft < limit.rlim_cur) limit.rlim_cur = soft;
    if (hard < limit.rlim_max) limit.rlim_max = hard;
    return setrlimit(resource, &limit) ? -errno : 0;
}

int limit_process(uint64_t address_space, uint64_t cpu_seconds, uint64_t most_cpu_seconds, uint64_t descriptors) {
    int result = 0;
#if !__has_feature(address_sanitizer)
    // The sanitizer takes terabytes of addresses for itself.
    result = lower(RLIMIT_AS, address_space, address_space);
#endif
    // The soft limit sends SIGXCPU, which says what happened; the hard one a SIGKILL that could be anybody's.
    if (!result) result = lower(RLIMIT_CPU, cpu_seconds, most_cpu_seconds + 5);
    if (!result) result = lower(RLIMIT_NOFILE, descriptors, descriptors);
    if (!result) result = lower(RLIMIT_CORE, 0, 0);
    if (!result) result = lower(RLIMIT_FSIZE, 0, 0);
    return result;
}

int limit_cpu_seconds(uint64_t seconds) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_CPU, &limit)) return -errno;
    limit.rlim_cur = limit.rlim_max != RLIM_INFINITY && seconds > limit.rlim_max ? limit.rlim_max : seconds;
    return setrlimit(RLIMIT_CPU, &limit) ? -errno : 0;
}
