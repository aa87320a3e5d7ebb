#pragma once
#include <stdint.h>

/// The magic number of the file system that a path lies on (statfs), or 0 where that cannot be told.
uint64_t file_system_type(const char *path);
