#pragma once

/// Whether any process has the file behind a read-only descriptor open for writing: 1 or 0, told by whether a read
/// lease can be had (fcntl F_SETLEASE). A negated errno where that cannot be told: leases are for the owner of a file
/// and for CAP_LEASE, and some file systems have none. The process must ignore SIGIO.
int is_open_for_writing(int descriptor);
