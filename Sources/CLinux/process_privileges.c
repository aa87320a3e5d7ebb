#define _GNU_SOURCE
#include "process_privileges.h"
#include <errno.h>
#include <linux/capability.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

int give_up_privileges(void) {
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) return -errno;
    struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
    struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = { { 0 } }, had[_LINUX_CAPABILITY_U32S_3];
    if (syscall(SYS_capget, &header, had)) return -errno;
    // A service's filter may forbid to change what there is nothing of.
    if (!memcmp(had, none, sizeof none)) return 0;
    return syscall(SYS_capset, &header, none) ? -errno : 0;
}

int die_with_parent(int parent) {
    if (prctl(PR_SET_PDEATHSIG, SIGKILL)) return -errno;
    return getppid() == parent ? 0 : -ESRCH;
}
