#pragma once

/// Lets the calling process never gain privileges again, by no program that it runs (PR_SET_NO_NEW_PRIVS), and gives
/// up every capability that it has. Returns 0 or a negated errno.
int give_up_privileges(void);

/// Has the kernel kill the calling process when the thread that started it ends (PR_SET_PDEATHSIG).
/// Returns 0, or a negated errno: ESRCH when that has happened already.
int die_with_parent(int parent);
