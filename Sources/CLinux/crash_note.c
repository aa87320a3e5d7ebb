#define _GNU_SOURCE
#include "crash_note.h"
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static const int crashes[] = { SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP };
static uint64_t wanted;
/// A stack that has run over cannot hold the handler's frame.
static char stack[32768];

static void note(int number) {
    static const char text[] = "out of memory\n";
    if (mmap(NULL, wanted, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0) == MAP_FAILED) {
        ssize_t written = write(STDERR_FILENO, text, sizeof text - 1);
        (void)written;
    }
    // The handler is gone by now (SA_RESETHAND): this ends the process as the crash would have.
    raise(number);
}

int note_crashes(uint64_t spare) {
    wanted = spare;
    stack_t alternate = { .ss_sp = stack, .ss_size = sizeof stack };
    if (sigaltstack(&alternate, NULL)) return -errno;
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = note;
    action.sa_flags = SA_ONSTACK | SA_RESETHAND | SA_NODEFER;
    for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++) {
        if (sigaction(crashes[i], &action, NULL)) return -errno;
    }
    return 0;
}
