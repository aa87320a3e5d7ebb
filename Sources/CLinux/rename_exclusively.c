#define _GNU_SOURCE
#include "rename_exclusively.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>

int rename_exclusively(const char *from, const char *to) {
    return renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) ? -errno : 0;
}
