#pragma once

/// Leaves the calling process, all its threads, the system calls that reading a document takes: memory, reading files,
/// writing to standard output and error, the time, ending itself. Everything else fails with EPERM, or with
/// ENOSYS where it is newer than Linux 5.1; memory cannot be made executable any more. Needs no_new_privs.
/// Returns 0 or a negated errno; ENOSYS on an architecture that the list does not know.
int filter_system_calls(void);
