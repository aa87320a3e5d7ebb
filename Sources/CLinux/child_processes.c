#define _GNU_SOURCE
#include "child_processes.h"
#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <unistd.h>

int fork_process(void) {
    pid_t process = fork();
    return process < 0 ? -errno : process;
}

static sigset_t ends_of_children(void) {
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGCHLD);
    return ends;
}

int watch_children(void) {
    sigset_t ends = ends_of_children();
    if (sigprocmask(SIG_BLOCK, &ends, NULL)) return -errno;
    int descriptor = signalfd(-1, &ends, SFD_CLOEXEC | SFD_NONBLOCK);
    return descriptor < 0 ? -errno : descriptor;
}

void forget_parent(void) {
    sigset_t ends = ends_of_children();
    sigprocmask(SIG_UNBLOCK, &ends, NULL);
#ifdef SYS_close_range
    if (!syscall(SYS_close_range, STDERR_FILENO + 1, ~0u, 0)) return;
#endif
    struct rlimit limit;
    int most = getrlimit(RLIMIT_NOFILE, &limit) || limit.rlim_cur > 1 << 20 ? 1 << 20 : (int)limit.rlim_cur;
    for (int descriptor = STDERR_FILENO + 1; descriptor < most; descriptor++) close(descriptor);
}
