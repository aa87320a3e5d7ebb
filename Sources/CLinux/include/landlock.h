#pragma once
#include <stddef.h>

/// The version of Landlock's interface that the kernel has in force (landlock(7)), or a negated errno: ENOSYS before
/// Linux 5.13, EOPNOTSUPP where it is switched off.
int landlock_version(void);

/// Lets the calling thread, and those it starts, read what lies beneath the given paths and nothing else: no other
/// file, no change to any, and where the kernel's version knows of them no TCP port, no signal to a process outside
/// and no abstract socket. Paths that cannot be opened are left out. What is open stays open. Needs no_new_privs.
/// Returns 0 or a negated errno.
int landlock_restrict(const char *const *paths, size_t count);
