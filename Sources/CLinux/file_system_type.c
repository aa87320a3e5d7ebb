#include "file_system_type.h"
#include <sys/vfs.h>

uint64_t file_system_type(const char *path) {
    struct statfs status;
    return statfs(path, &status) ? 0 : (uint64_t)status.f_type & 0xffffffffu;
}
