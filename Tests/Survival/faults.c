// Makes calls of a program fail as a broken disk does. Loaded with LD_PRELOAD by the tests of survival.
//
// BUDGETD_FAULTS names a file of rules, one a line: a call, an errno, and a text that the path must contain, as in
// `fsync 5 /work/`. The file is read at every call, so that a fault begins with the file and ends with it. With 0 in
// place of the errno the call does not come back until the rule is gone.

#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

// The errno that a rule gives a call, 0 for one that hangs, -1 where no rule is meant.
static int rule(const char *call, const char *path) {
  const char *name = getenv("BUDGETD_FAULTS");
  long file = name ? syscall(SYS_openat, AT_FDCWD, name, O_RDONLY | O_CLOEXEC, 0) : -1;
  char rules[4096] = "";
  if (file >= 0) {
    long count = syscall(SYS_read, file, rules, sizeof rules - 1);
    rules[count > 0 ? count : 0] = 0;
    syscall(SYS_close, file);
  }
  char *rest = rules;
  for (char *line; (line = strsep(&rest, "\n"));) {
    char failing[32], place[1024];
    int number;
    if (sscanf(line, "%31s %d %1023s", failing, &number, place) != 3) continue;
    if (strcmp(failing, call) == 0 && path && strstr(path, place)) return number;
  }
  return -1;
}

static int fault(const char *call, const char *path) {
  int before = errno, number;
  while ((number = rule(call, path)) == 0) usleep(20000);
  errno = number < 0 ? before : number;
  return number > 0;
}

static int fault_of_descriptor(const char *call, int file) {
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t count = readlink(link, path, sizeof path - 1);
  path[count > 0 ? count : 0] = 0;
  return fault(call, path);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

#define OPEN(name)                                         \
  int name(const char *path, int flags, ...) {             \
    va_list arguments;                                     \
    va_start(arguments, flags);                            \
    mode_t mode = va_arg(arguments, mode_t);               \
    va_end(arguments);                                     \
    return fault("open", path) ? -1 : REAL(name)(path, flags, mode); \
  }
OPEN(open)
OPEN(open64)

#define WRITE_AT(name, offset_type)                                              \
  ssize_t name(int file, const void *bytes, size_t count, offset_type offset) {  \
    return fault_of_descriptor("write", file) ? -1 : REAL(name)(file, bytes, count, offset); \
  }
WRITE_AT(pwrite, off_t)
WRITE_AT(pwrite64, off64_t)

ssize_t write(int file, const void *bytes, size_t count) {
  return fault_of_descriptor("write", file) ? -1 : REAL(write)(file, bytes, count);
}

int fsync(int file) { return fault_of_descriptor("fsync", file) ? -1 : REAL(fsync)(file); }

int fdatasync(int file) { return fault_of_descriptor("fsync", file) ? -1 : REAL(fdatasync)(file); }

DIR *opendir(const char *path) { return fault("list", path) ? NULL : REAL(opendir)(path); }

int mkdir(const char *path, mode_t mode) { return fault("mkdir", path) ? -1 : REAL(mkdir)(path, mode); }

int rename(const char *from, const char *to) { return fault("rename", to) ? -1 : REAL(rename)(from, to); }

int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned int flags) {
  return fault("rename", to) ? -1 : REAL(renameat2)(from_folder, from, to_folder, to, flags);
}

int unlink(const char *path) { return fault("unlink", path) ? -1 : REAL(unlink)(path); }
