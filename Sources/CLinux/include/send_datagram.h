#pragma once
#include <stddef.h>

/// Sends one datagram to a socket of the local kind: a path, or a name behind `@` in the abstract name space. Waits at
/// most so many milliseconds where the receiver's queue is full. Returns 0 or a negated errno.
int send_datagram(const char *address, const void *bytes, size_t count, int patience);
