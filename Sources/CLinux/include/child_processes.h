#pragma once

/// Makes another process of the calling one, which must have a single thread (fork(2)).
/// Returns 0 in the new process and its number in the old one, or a negated errno.
int fork_process(void);

/// From now on the end of a child is not a signal but something to be read: returns a descriptor that is readable when one has
/// ended (signalfd(2)), never blocks, and is closed in programs that are run; or a negated errno.
int watch_children(void);

/// Takes back `watch_children` in a new process, and closes every descriptor beyond the standard ones.
void forget_parent(void);
