#define _GNU_SOURCE
#include "open_for_writing.h"
#include <errno.h>
#include <fcntl.h>

int is_open_for_writing(int descriptor) {
    if (fcntl(descriptor, F_SETLEASE, F_RDLCK) == 0) {
        fcntl(descriptor, F_SETLEASE, F_UNLCK);
        return 0;
    }
    return errno == EAGAIN ? 1 : -errno;
}
