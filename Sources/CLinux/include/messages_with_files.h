#pragma once
#include <stddef.h>

/// Sends one message, and open files with it, to a socket that keeps messages apart (SOCK_SEQPACKET, unix(7)).
/// Returns 0 or a negated errno: EPIPE where nobody receives, EAGAIN where there is no room.
int send_with_files(int socket, const void *bytes, size_t count, const int *files, size_t file_count);

/// Waits for the next message. The files that come with it are closed in programs that are run; those beyond `most` files are
/// closed at once.
///
/// Returns how many bytes the message has, cut to `count`, with the number of its files in `*file_count`; 0 where everybody
/// who could send has gone; or a negated errno.
ptrdiff_t receive_with_files(int socket, void *bytes, size_t count, int *files, size_t most, size_t *file_count);
