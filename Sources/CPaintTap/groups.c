// Transparency groups.
#include "tap.h"

enum { most_groups = 64 };

/// Where the open groups begin among the events.
static _Thread_local size_t firsts[most_groups];
static _Thread_local int depth;
/// The group that was finished last and is not painted yet.
static _Thread_local cairo_pattern_t *pending;
static _Thread_local size_t pending_first, pending_end;

void group_begin(void) {
    depth = 0;
    pending = NULL;
}

/// What was painted between two events gets another opacity.
static void fade(size_t first, size_t end, double alpha, uint32_t facts) {
    for (size_t i = first; i < end; i++) {
        tap.sink->events[i].alpha *= (float)alpha;
        tap.sink->events[i].facts |= facts;
    }
}

void group_end(void) {
    if (pending) fade(pending_first, pending_end, 0, 0);
    pending = NULL;
}

void group_push(void) {
    tap.is_clip_known = false;
    // Deeper groups count as part of the last one.
    if (depth < most_groups) firsts[depth] = tap.sink->count;
    depth++;
}

void group_pop(cairo_pattern_t *group) {
    tap.is_clip_known = false;
    if (depth == 0) return;
    depth--;
    if (depth >= most_groups) return;
    group_end();
    pending = group;
    pending_first = firsts[depth];
    pending_end = tap.sink->count;
}

bool group_paint(cairo_pattern_t *source, double alpha, bool is_masked) {
    if (!pending || source != pending) return false;
    fade(pending_first, pending_end, alpha, is_masked ? fact_masked : 0);
    pending = NULL;
    return true;
}
