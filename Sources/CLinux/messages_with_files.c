#define _GNU_SOURCE
#include "messages_with_files.h"
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/// Files that one message may bring.
enum { most_files = 16 };

int send_with_files(int socket, const void *bytes, size_t count, const int *files, size_t file_count) {
    if (file_count > most_files) return -EINVAL;
    char control[CMSG_SPACE(most_files * sizeof *files)] = { 0 };
    struct iovec text = { .iov_base = (void *)bytes, .iov_len = count };
    struct msghdr message = { .msg_iov = &text, .msg_iovlen = 1 };
    if (file_count) {
        message.msg_control = control;
        message.msg_controllen = CMSG_SPACE(file_count * sizeof *files);
        struct cmsghdr *head = CMSG_FIRSTHDR(&message);
        head->cmsg_level = SOL_SOCKET;
        head->cmsg_type = SCM_RIGHTS;
        head->cmsg_len = CMSG_LEN(file_count * sizeof *files);
        memcpy(CMSG_DATA(head), files, file_count * sizeof *files);
    }
    ssize_t sent;
    do sent = sendmsg(socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT); while (sent < 0 && errno == EINTR);
    return sent < 0 ? -errno : 0;
}

ptrdiff_t receive_with_files(int socket, void *bytes, size_t count, int *files, size_t most, size_t *file_count) {
    char control[CMSG_SPACE(most_files * sizeof *files)];
    struct iovec text = { .iov_base = bytes, .iov_len = count };
    struct msghdr message = {
        .msg_iov = &text, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control,
    };
    *file_count = 0;
    ssize_t received;
    do received = recvmsg(socket, &message, MSG_CMSG_CLOEXEC); while (received < 0 && errno == EINTR);
    if (received < 0) return -errno;
    for (struct cmsghdr *head = CMSG_FIRSTHDR(&message); head; head = CMSG_NXTHDR(&message, head)) {
        if (head->cmsg_level != SOL_SOCKET || head->cmsg_type != SCM_RIGHTS) continue;
        size_t brought = (head->cmsg_len - CMSG_LEN(0)) / sizeof *files;
        for (size_t i = 0; i < brought; i++) {
            int file;
            memcpy(&file, CMSG_DATA(head) + i * sizeof file, sizeof file);
            if (*file_count < most) files[(*file_count)++] = file; else close(file);
        }
    }
    return received;
}
