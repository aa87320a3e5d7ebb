#define _GNU_SOURCE
#include "send_datagram.h"
#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

int send_datagram(const char *address, const void *bytes, size_t count, int patience) {
    struct sockaddr_un to = { .sun_family = AF_UNIX };
    size_t length = strlen(address);
    if (length == 0 || length >= sizeof to.sun_path) return -ENAMETOOLONG;
    memcpy(to.sun_path, address, length);
    if (address[0] == '@') to.sun_path[0] = 0;
    int from = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (from < 0) return -errno;
    // The length is exact: a name of the abstract kind does not end with a zero.
    socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length);
    struct timeval limit = { .tv_sec = patience / 1000, .tv_usec = patience % 1000 * 1000 };
    if (patience > 0) setsockopt(from, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    int flags = MSG_NOSIGNAL | (patience > 0 ? 0 : MSG_DONTWAIT);
    ssize_t sent = sendto(from, bytes, count, flags, (struct sockaddr *)&to, size);
    int result = sent < 0 ? -errno : 0;
    close(from);
    return result;
}
