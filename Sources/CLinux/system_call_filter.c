#define _GNU_SOURCE
#include "system_call_filter.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#ifndef ARCHITECTURE

int filter_system_calls(void) { return -ENOSYS; }

#else

// A classic BPF program (seccomp(2)): the number of the call is in the accumulator until a rule about an argument
// loads that instead, and such a rule always returns.
#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
// Both architectures are little-endian: the lower half of an argument comes first.
#define LOW(argument) LOAD(args[argument])
#define HIGH(argument) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[argument]) + 4)
#define RETURN(action) BPF_STMT(BPF_RET | BPF_K, action)
#define FAIL(error) RETURN(SECCOMP_RET_ERRNO | (error))
#define ALLOWED RETURN(SECCOMP_RET_ALLOW)
/// The next `n` statements are about the call alone.
#define CALL(name, n) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##name, 0, n)
#define ALLOW(name) CALL(name, 1), ALLOWED
#define ALLOW_IF_EQUAL(name, argument, value) \
    CALL(name, 4), LOW(argument), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1), ALLOWED, FAIL(EPERM)
#define ALLOW_IF_AT_MOST(name, argument, value) \
    CALL(name, 4), LOW(argument), BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, value, 1, 0), ALLOWED, FAIL(EPERM)
/// Standard output and error; the document on standard input may have been opened for writing by others.
#define ALLOW_OUTPUT(name) \
    CALL(name, 5), LOW(0), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, STDOUT_FILENO, 1, 0), \
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, STDERR_FILENO, 0, 1), ALLOWED, FAIL(EPERM)
#define ALLOW_WITHOUT(name, argument, bits, error) \
    CALL(name, 4), LOW(argument), BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, bits, 1, 0), ALLOWED, FAIL(error)
/// The process's own limit of CPU time may be set, below what is left of the hard one; any limit may be asked for.
#define ALLOW_OWN_CPU_LIMIT(name) \
    CALL(name, 10), LOW(0), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 2), LOW(1), \
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, RLIMIT_CPU, 5, 0), LOW(2), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 2), \
        HIGH(2), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 1, 0), FAIL(EPERM), ALLOWED

/// O_TMPFILE contains O_DIRECTORY, which reading a folder asks for.
#define WRITING (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND | (O_TMPFILE & ~O_DIRECTORY))

int filter_system_calls(void) {
    struct sock_filter rules[] = {
        LOAD(arch),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0),
        RETURN(SECCOMP_RET_KILL_PROCESS),
        LOAD(nr),
        // The numbers of the x32 interface are of the same architecture.
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1),
        RETURN(SECCOMP_RET_KILL_PROCESS),

        // Files: to be read, and what is open.
        ALLOW(read), ALLOW(pread64), ALLOW(readv), ALLOW(lseek), ALLOW(close), ALLOW(fadvise64),
        ALLOW_WITHOUT(openat, 2, WRITING, EACCES),
        ALLOW(fstat), ALLOW(newfstatat), ALLOW(statx), ALLOW(faccessat), ALLOW(faccessat2), ALLOW(readlinkat),
        ALLOW(getdents64), ALLOW(statfs), ALLOW(fstatfs), ALLOW(getcwd),
#ifdef __x86_64__
        ALLOW_WITHOUT(open, 1, WRITING, EACCES),
        ALLOW(stat), ALLOW(lstat), ALLOW(access), ALLOW(readlink), ALLOW(poll),
#endif
        ALLOW_OUTPUT(write), ALLOW_OUTPUT(writev),
        // F_GETFL is 3, below it are the calls about copies and flags of descriptors.
        ALLOW_IF_AT_MOST(fcntl, 1, F_GETFL), ALLOW(ppoll),

        // Memory, none of it to be executed.
        ALLOW_WITHOUT(mmap, 2, PROT_EXEC, EPERM), ALLOW_WITHOUT(mprotect, 2, PROT_EXEC, EPERM),
        ALLOW(munmap), ALLOW(mremap), ALLOW(madvise), ALLOW(brk),

        // What the C library does for threads, of which reading needs no second.
        ALLOW(futex), ALLOW(set_robust_list), ALLOW(rseq), ALLOW(sched_yield), ALLOW(sched_getaffinity),
        ALLOW(gettid), ALLOW(getpid), ALLOW_IF_EQUAL(prctl, 0, PR_SET_NAME),

        // The time, and facts about the machine and the process.
        ALLOW(clock_gettime), ALLOW(clock_getres), ALLOW(gettimeofday), ALLOW(clock_nanosleep), ALLOW(nanosleep),
        ALLOW(sysinfo), ALLOW(uname), ALLOW(getrusage), ALLOW(getrandom), ALLOW(getuid), ALLOW(geteuid), ALLOW(getgid),
        ALLOW(getegid), ALLOW_OWN_CPU_LIMIT(prlimit64),
#ifdef __x86_64__
        ALLOW(time), ALLOW(getrlimit),
#endif

        // Signals within the process, and its end.
        ALLOW(rt_sigaction), ALLOW(rt_sigprocmask), ALLOW(rt_sigreturn), ALLOW(sigaltstack),
        ALLOW_IF_EQUAL(tgkill, 0, (uint32_t)getpid()), ALLOW(restart_syscall), ALLOW(exit), ALLOW(exit_group),

        // The C library does without calls that a kernel doesn't know; the newer ones have the same numbers everywhere.
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 424, 0, 1),
        FAIL(ENOSYS),
        FAIL(EPERM),
    };
    struct sock_fprog program = { .len = sizeof rules / sizeof *rules, .filter = rules };
    long result = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program);
    // A positive result is the thread that could not be filtered.
    return result == 0 ? 0 : result < 0 ? -errno : -ESRCH;
}

#endif
