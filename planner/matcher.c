/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The walk: down the folder tree with a stack of frames, one for each folder between the root and
 * the present one. Beside it lie three more stacks, and a frame knows where its part of each
 * begins: the live rules, the tails that are being read with their states, and the folders that are
 * still to be entered.
 */
#include "planner/matcher.h"

#include "planner/live.h"

#include <assert.h>

struct matcher {
    struct ruletree tree;
    const uint16_t *upcase;
    struct arena arena; /* of the matcher itself */
};

/* A tail on its way through a path. */
struct reading {
    uint32_t tail;
    uint32_t state;
};

/* A folder that has been entered. What it brought to each stack begins where the counts say. */
struct frame {
    uint32_t node; /* of the tree; RULETREE_NONE: no pattern names this folder */
    uint32_t nlive_before;
    uint32_t first_reading, end_reading;
    uint32_t first_waiting, next_waiting;
};

struct walk {
    const struct ruletree *tree;
    const struct index *index;
    const struct matcher_visitor *visitor;
    struct live live;
    struct frame *frames;
    uint32_t nframes, frames_capacity;
    struct reading *readings;
    uint32_t nreadings, readings_capacity;
    uint32_t *waiting; /* name rows of folders to be entered */
    uint32_t nwaiting, waiting_capacity;
    uint32_t *ids; /* scratch: what the rules of a match are called outside */
    struct arena arena;
};

enum { FIRST_CAPACITY = 256 };

enum status matcher_new(const struct matcher_rule *rules, uint32_t n, const uint16_t *upcase,
                        struct matcher **matcher_ret)
{
    struct arena arena = {0};
    struct matcher *matcher = arena_alloc(&arena, sizeof *matcher);
    enum status status;

    if (!matcher)
        return STATUS_NO_MEMORY;
    matcher->upcase = upcase;
    matcher->arena = arena;
    status = ruletree_build(&matcher->tree, rules, n, upcase);
    if (status != STATUS_OK) {
        matcher_free(matcher);
        return status;
    }
    *matcher_ret = matcher;
    return STATUS_OK;
}

void matcher_free(struct matcher *matcher)
{
    if (!matcher)
        return;

    struct arena arena = matcher->arena;
    ruletree_free(&matcher->tree);
    arena_free(&arena);
}

/* Room for N elements of SIZE bytes in *COLUMN; NULL without memory. */
static void *make_room(struct walk *walk, void *column, uint32_t n, uint32_t *capacity, size_t size)
{
    uint32_t more = *capacity ? *capacity : FIRST_CAPACITY;
    void *grown;

    if (n <= *capacity)
        return column;
    while (more < n)
        more = more > UINT32_MAX / 2 ? UINT32_MAX : 2 * more;
    grown = arena_grow(&walk->arena, column, more * size);
    if (grown)
        *capacity = more;
    return grown;
}

static enum status add_reading(struct walk *walk, struct reading reading)
{
    struct reading *readings = make_room(walk, walk->readings, walk->nreadings + 1,
                                         &walk->readings_capacity, sizeof *readings);

    if (!readings)
        return STATUS_NO_MEMORY;
    walk->readings = readings;
    readings[walk->nreadings++] = reading;
    return STATUS_OK;
}

static enum status add_waiting(struct walk *walk, uint32_t name)
{
    uint32_t *waiting = make_room(walk, walk->waiting, walk->nwaiting + 1, &walk->waiting_capacity,
                                  sizeof *waiting);

    if (!waiting)
        return STATUS_NO_MEMORY;
    walk->waiting = waiting;
    waiting[walk->nwaiting++] = name;
    return STATUS_OK;
}

static enum status add_frame(struct walk *walk, const struct frame *frame)
{
    struct frame *frames =
        make_room(walk, walk->frames, walk->nframes + 1, &walk->frames_capacity, sizeof *frames);

    if (!frames)
        return STATUS_NO_MEMORY;
    walk->frames = frames;
    frames[walk->nframes++] = *frame;
    return STATUS_OK;
}

static void push_list(struct walk *walk, uint32_t first)
{
    for (uint32_t rule = first; rule != RULETREE_NONE; rule = walk->tree->next[rule])
        live_push(&walk->live, rule);
}

/* The tails that begin at NODE begin to be read. */
static enum status begin_tails(struct walk *walk, uint32_t node)
{
    enum status status = STATUS_OK;

    for (uint32_t id = walk->tree->nodes[node].first_tail;
         id != RULETREE_NONE && status == STATUS_OK; id = walk->tree->tails[id].next)
        status =
            add_reading(walk, (struct reading){id, glob_start(&walk->tree->tails[id].machine)});
    return status;
}

/* What the folder's name, which lies folded in live.units, makes of the tails read above it: what
 * is settled goes to the live rules, what is dead goes. */
static enum status read_on(struct walk *walk, uint32_t first, uint32_t end, uint32_t nunits)
{
    enum status status = STATUS_OK;

    for (uint32_t i = first; i < end && status == STATUS_OK; i++) {
        struct reading reading = walk->readings[i];
        const struct ruletree_tail *tail = &walk->tree->tails[reading.tail];

        reading.state = glob_run(&tail->machine, reading.state, walk->live.units, nunits);
        if (reading.state == GLOB_ALL)
            push_list(walk, tail->first_rule);
        else if (reading.state != GLOB_DEAD)
            status = add_reading(walk, reading);
    }
    return status;
}

/* The rules that mean this folder, but not those below, come to the live ones. */
static void push_exact(struct walk *walk, const struct frame *frame)
{
    if (frame->node != RULETREE_NONE)
        push_list(walk, walk->tree->nodes[frame->node].first_exact);
    for (uint32_t i = frame->first_reading; i < frame->end_reading; i++) {
        const struct ruletree_tail *tail = &walk->tree->tails[walk->readings[i].tail];

        if (glob_accepts(&tail->machine, walk->readings[i].state))
            push_list(walk, tail->first_rule);
    }
}

static enum status tell(struct walk *walk, uint32_t name, bool is_folder)
{
    struct matcher_match match = {.name = name, .is_folder = is_folder, .rules = walk->ids};
    const uint32_t *rules;

    match.nrules = is_folder ? live_match_folder(&walk->live, &rules)
                             : live_match_name(&walk->live, index_name(walk->index, name), &rules);
    if (match.nrules == 0)
        return STATUS_OK;
    for (uint32_t i = 0; i < match.nrules; i++)
        walk->ids[i] = walk->tree->ids[rules[i]];
    return walk->visitor->see(walk->visitor->context, &match);
}

/* A folder is entered by its first name alone: hostile ones have more, and would be met twice. */
static enum status take_child(struct walk *walk, uint32_t name, bool goes_on)
{
    uint32_t file = walk->index->names.file[name];
    uint16_t flags = walk->index->files.flags[file];

    if (flags & FILE_SYSTEM)
        return STATUS_OK;
    if (!(flags & FILE_DIRECTORY))
        return walk->live.nstack > 0 ? tell(walk, name, false) : STATUS_OK;
    return goes_on && name == index_first_name(walk->index, file) ? add_waiting(walk, name)
                                                                  : STATUS_OK;
}

/* Can a rule match below this folder? */
static bool goes_on_below(const struct walk *walk, const struct frame *frame)
{
    return walk->live.nstack > 0 || frame->end_reading > frame->first_reading ||
           (frame->node != RULETREE_NONE && walk->tree->nodes[frame->node].has_children);
}

/* The folder FILE with its own NAME, and the files in it. */
static enum status see_folder(struct walk *walk, const struct frame *frame, uint32_t file,
                              uint32_t name)
{
    const struct index *index = walk->index;
    bool goes_on = goes_on_below(walk, frame);
    uint32_t nlive = walk->live.nstack;
    enum status status = STATUS_OK;

    push_exact(walk, frame);
    if (walk->live.nstack > 0 && name < index_end_name(index, file))
        status = tell(walk, name, true);
    if (walk->live.nstack > 0 || goes_on)
        for (uint32_t i = index->first_child[file];
             i < index->first_child[file + 1] && status == STATUS_OK; i++)
            status = take_child(walk, index->children[i], goes_on);
    live_pop_to(&walk->live, nlive);
    return status;
}

/*
 * Enters a folder from PARENT by STEP, its name: FILE is its row and NAME that of its name. All
 * that PARENT's part of the stacks holds stays as it is.
 */
static enum status enter(struct walk *walk, const struct frame *parent, struct str step,
                         uint32_t file, uint32_t name)
{
    struct frame frame = {
        .node = RULETREE_NONE, .nlive_before = walk->live.nstack, .first_reading = walk->nreadings};
    uint32_t nunits = live_fold(&walk->live, step);
    enum status status;

    if (parent->node != RULETREE_NONE)
        frame.node = ruletree_child(walk->tree, parent->node, walk->live.units, nunits);
    walk->live.units[nunits] = text_fold('\\', walk->live.upcase);
    status = read_on(walk, parent->first_reading, parent->end_reading, nunits + 1);
    if (status == STATUS_OK && frame.node != RULETREE_NONE) {
        push_list(walk, walk->tree->nodes[frame.node].first_below);
        status = begin_tails(walk, frame.node);
    }
    frame.end_reading = walk->nreadings;
    frame.first_waiting = frame.next_waiting = walk->nwaiting;
    if (status == STATUS_OK)
        status = see_folder(walk, &frame, file, name);
    return status == STATUS_OK ? add_frame(walk, &frame) : status;
}

static void leave(struct walk *walk)
{
    const struct frame *frame = &walk->frames[--walk->nframes];

    live_pop_to(&walk->live, frame->nlive_before);
    walk->nreadings = frame->first_reading;
    walk->nwaiting = frame->first_waiting;
}

static enum status walk_down(struct walk *walk)
{
    enum status status = STATUS_OK;

    while (walk->nframes > 0 && status == STATUS_OK) {
        struct frame *frame = &walk->frames[walk->nframes - 1];

        if (frame->next_waiting == walk->nwaiting) {
            leave(walk);
        } else {
            uint32_t name = walk->waiting[frame->next_waiting++];
            struct frame parent = *frame;

            status = enter(walk, &parent, index_name(walk->index, name),
                           walk->index->names.file[name], name);
        }
    }
    return status;
}

/* Before the drive: what names no folder at all. */
static enum status enter_drive(struct walk *walk, uint32_t root, struct str drive)
{
    struct frame top = {0};
    enum status status;

    if (root == INDEX_NONE)
        return STATUS_NOT_FOUND;
    push_list(walk, walk->tree->nodes[0].first_below);
    status = begin_tails(walk, 0);
    top.end_reading = walk->nreadings;
    if (status == STATUS_OK)
        status = enter(walk, &top, drive, root, index_first_name(walk->index, root));
    return status;
}

enum status matcher_walk_from(const struct matcher *matcher, const struct index *index,
                              uint32_t folder, struct str drive,
                              const struct matcher_visitor *visitor)
{
    struct walk walk = {.tree = &matcher->tree, .index = index, .visitor = visitor};
    enum status status;

    assert(index->first_child);
    walk.ids = arena_array(&walk.arena, (size_t)matcher->tree.nrules + 1, sizeof *walk.ids);
    status = walk.ids ? live_begin(&walk.live, &matcher->tree, matcher->upcase, &walk.arena)
                      : STATUS_NO_MEMORY;
    if (status == STATUS_OK)
        status = enter_drive(&walk, folder, drive);
    if (status == STATUS_OK)
        status = walk_down(&walk);
    arena_free(&walk.arena);
    return status;
}

enum status matcher_walk(const struct matcher *matcher, const struct index *index, struct str drive,
                         const struct matcher_visitor *visitor)
{
    return matcher_walk_from(matcher, index, index_find(index, RECORD_ROOT), drive, visitor);
}
