#define _GNU_SOURCE
#include "landlock.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// Rights and fields by number: headers of Debian 12 know the second version of the interface, kernels may know more.
// From the table of versions in the kernel's Documentation/userspace-api/landlock.rst.
enum {
    FILE_RIGHTS_1 = (1 << 13) - 1,
    FILE_REFER_2 = 1 << 13,
    FILE_TRUNCATE_3 = 1 << 14,
    FILE_IOCTL_DEVICE_5 = 1 << 15,
    TCP_RIGHTS_4 = 3,
    SCOPES_6 = 3,
};

struct ruleset {
    uint64_t file_rights;
    uint64_t tcp_rights;
    uint64_t scopes;
};

int landlock_version(void) {
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    return version < 0 ? -errno : (int)version;
}

static int allow_reading(int ruleset, const char *path) {
    struct landlock_path_beneath_attr rule = { .parent_fd = open(path, O_PATH | O_CLOEXEC) };
    // What cannot be opened needs no rule.
    if (rule.parent_fd < 0) return 0;
    struct stat status;
    int result = fstat(rule.parent_fd, &status) ? -errno : 0;
    rule.allowed_access = LANDLOCK_ACCESS_FS_READ_FILE;
    if (S_ISDIR(status.st_mode)) rule.allowed_access |= LANDLOCK_ACCESS_FS_READ_DIR;
    if (!result && syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0)) result = -errno;
    close(rule.parent_fd);
    return result;
}

int landlock_restrict(const char *const *paths, size_t count) {
    int version = landlock_version();
    if (version < 1) return version < 0 ? version : -ENOSYS;
    struct ruleset rights = { .file_rights = FILE_RIGHTS_1 };
    if (version >= 2) rights.file_rights |= FILE_REFER_2;
    if (version >= 3) rights.file_rights |= FILE_TRUNCATE_3;
    if (version >= 4) rights.tcp_rights = TCP_RIGHTS_4;
    if (version >= 5) rights.file_rights |= FILE_IOCTL_DEVICE_5;
    if (version >= 6) rights.scopes = SCOPES_6;
    // An older kernel takes a longer structure only if what it doesn't know is zero, and it is.
    int ruleset = (int)syscall(SYS_landlock_create_ruleset, &rights, sizeof rights, 0);
    if (ruleset < 0) return -errno;
    int result = 0;
    for (size_t i = 0; i < count && !result; i++) result = allow_reading(ruleset, paths[i]);
    if (!result && syscall(SYS_landlock_restrict_self, ruleset, 0)) result = -errno;
    close(ruleset);
    return result;
}
