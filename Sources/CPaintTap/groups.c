// Transparency groups.
#include "tap.h"
#include <stdlib.h>

enum { most_groups = 64 };

/// Where the open groups begin among the events.
static _Thread_local size_t firsts[most_groups];
static _Thread_local int depth;
/// The group that was finished last and is not painted yet.
static _Thread_local cairo_pattern_t *pending;
static _Thread_local size_t pending_first, pending_end;
static _Thread_local int pending_depth;

/// What the contents of groups hide of what was painted before them: it is hidden once they are painted.
typedef struct {
    int32_t index;
    uint32_t fact;
    /// How deep the group of the hiding area lies; 1 is the outermost.
    int depth;
} hidden_event;
static _Thread_local hidden_event *hidden;
static _Thread_local size_t hidden_count, hidden_capacity;

void group_begin(void) {
    depth = 0;
    pending = NULL;
    hidden_count = 0;
}

void group_hide(int32_t index, uint32_t fact) {
    int innermost = depth < most_groups ? depth : most_groups;
    if (innermost == 0 || (size_t)index >= firsts[innermost - 1]) {
        tap.sink->events[index].facts |= fact;
        return;
    }
    if (hidden_count == hidden_capacity) {
        size_t wanted = hidden_capacity ? hidden_capacity * 2 : 256;
        hidden_event *grown = realloc(hidden, wanted * sizeof *grown);
        if (!grown) { tap.sink->overflowed = true; return; }
        hidden = grown;
        hidden_capacity = wanted;
    }
    hidden[hidden_count++] = (hidden_event){ index, fact, innermost };
}

/// Settles what a group hides that is painted now, or never.
static void settle(bool hides) {
    size_t kept = 0;
    int outer = pending_depth - 1;
    for (size_t i = 0; i < hidden_count; i++) {
        hidden_event h = hidden[i];
        if (h.depth != pending_depth) { hidden[kept++] = h; continue; }
        if (!hides) continue;
        if (outer == 0 || (size_t)h.index >= firsts[outer - 1]) {
            tap.sink->events[h.index].facts |= h.fact;
        } else {
            h.depth = outer;
            hidden[kept++] = h;
        }
    }
    hidden_count = kept;
}

/// What was painted between two events gets another opacity.
static void fade(size_t first, size_t end, double alpha, uint32_t facts) {
    for (size_t i = first; i < end; i++) {
        tap.sink->events[i].alpha *= (float)alpha;
        tap.sink->events[i].facts |= facts;
    }
}

void group_end(void) {
    if (pending) {
        fade(pending_first, pending_end, 0, 0);
        settle(false);
    }
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
    // A group that was finished within this one, and not painted, never is.
    group_end();
    depth--;
    if (depth >= most_groups) return;
    pending = group;
    pending_first = firsts[depth];
    pending_depth = depth + 1;
    pending_end = tap.sink->count;
}

bool group_paint(cairo_pattern_t *source, double alpha, bool is_masked, bool hides) {
    if (!pending || source != pending) return false;
    fade(pending_first, pending_end, alpha, is_masked ? fact_masked : 0);
    settle(hides && alpha > 0.95);
    pending = NULL;
    return true;
}
