#pragma once

/// Renames within a file system and fails with EEXIST where the new name is taken (renameat2 with RENAME_NOREPLACE).
/// Returns 0 or a negated errno.
int rename_exclusively(const char *from, const char *to);
