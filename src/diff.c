/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two sources compared: see diff.h. */
#include "src/diff.h"

#include "mft/identify.h"
#include "src/backing.h"
#include "src/reportfolder.h"
#include "src/say.h"

#include <stdlib.h>

enum { BEFORE, AFTER, DEFAULT_TOP = 10 };

/* ---- Opening ---- */

/* Only a partitioned disk has a partition to choose. What cannot be opened is told later. */
static bool is_disk(const char *name)
{
    struct source source;
    struct identity identity;
    bool is_mounted, is_disk = false;
    char *backing = backing_find(name, &is_mounted);

    if (backing && source_open(backing, &source) == STATUS_OK) {
        is_disk = identify(&source, &identity) == STATUS_OK &&
                  (identity.medium == MEDIUM_MBR || identity.medium == MEDIUM_GPT);
        source_close(&source);
    }
    free(backing);
    return is_disk;
}

static bool scan_side(const struct options *options, const char *name, struct diff_side *side)
{
    unsigned want = WANT_TIMES | WANT_SECURITY | WANT_USN | (options->under ? WANT_CHILDREN : 0);
    uint32_t partition = options->partition && is_disk(name) ? options->partition : 0;

    return survey_source(options, name, partition, want, &side->survey);
}

static bool prepare_side(struct diff_side *side)
{
    if (!survey_owners(&side->survey, &side->security))
        return false;
    if (space_of(side->survey.index, &side->space) == STATUS_OK &&
        pathcache_make(side->survey.index, &side->paths))
        return true;
    say_no_memory();
    return false;
}

/* ---- The same volume? ---- */

/* When the volume was formatted; 0 where the record of $MFT is lost. */
static uint64_t formatted(const struct diff_side *side)
{
    const struct index *index = side->survey.index;
    uint32_t file = index_find(index, 0);

    return file == INDEX_NONE ? 0 : index->files.times[(size_t)file * TIMES];
}

static bool is_same_volume(const struct diff *diff)
{
    const struct volume *a = diff->sides[BEFORE].survey.target.volume;
    const struct volume *b = diff->sides[AFTER].survey.target.volume;

    if (!a->is_dump && !b->is_dump)
        return a->geometry.serial == b->geometry.serial;
    return formatted(&diff->sides[BEFORE]) == formatted(&diff->sides[AFTER]);
}

static bool may_compare(struct diff *diff)
{
    diff->question.is_other_volume = !is_same_volume(diff);
    if (!diff->question.is_other_volume || diff->options->force)
        return true;
    say("'%s' and '%s' are different volumes, so that their file references mean nothing to each "
        "other: compare two states of one volume, or say --force.",
        diff->sides[BEFORE].survey.target.name, diff->sides[AFTER].survey.target.name);
    return false;
}

/* ---- The folder ---- */

/* The folder PATH; INDEX_NONE where there is none. False after it has said that memory ran out. */
static bool find_quietly(const struct survey *survey, const char *path, uint32_t *folder_ret)
{
    struct arena arena = {0};
    const uint16_t *upcase;
    uint32_t name, file = INDEX_NONE;
    bool is_good = target_upcase(&survey->target, &arena, &upcase);

    if (is_good && path_find(survey->index, str_of(path), upcase, &name, NULL) == STATUS_OK)
        file = survey->index->names.file[name];
    if (file != INDEX_NONE && !(survey->index->files.flags[file] & FILE_DIRECTORY))
        file = INDEX_NONE;
    arena_free(&arena);
    *folder_ret = file;
    return is_good;
}

/* The node in SIDE of the folder that is row FOLDER of OTHER. */
static uint32_t node_of_twin(const struct diff_side *side, const struct diff_side *other,
                             uint32_t folder)
{
    uint32_t twin =
        index_find_reference(side->space.index, index_reference(other->space.index, folder));

    return twin == INDEX_NONE ? INDEX_NONE : side->space.node[twin];
}

static bool choose_folder(struct diff *diff, const char *path)
{
    struct diff_side *before = &diff->sides[BEFORE], *after = &diff->sides[AFTER];
    uint32_t a, b;

    if (!find_quietly(&before->survey, path, &a) || !find_quietly(&after->survey, path, &b))
        return false;
    if (a == INDEX_NONE && b == INDEX_NONE)
        return reportfolder_find(&after->survey, path, &b); /* it says what is near */
    before->scope = a == INDEX_NONE ? node_of_twin(before, after, b) : before->space.node[a];
    after->scope = b == INDEX_NONE ? node_of_twin(after, before, a) : after->space.node[b];
    return true;
}

/* ---- Comparing ---- */

const char *diff_owner(const struct diff *diff, bool is_after, uint32_t file)
{
    const struct diff_side *side = &diff->sides[is_after];
    const struct index *index = side->survey.index;
    uint32_t own = index->files.owner[file];

    return own ? index->owners[own - 1]
               : security_owner(side->security, index->files.security_id[file]);
}

static const char *owner(void *context, bool is_after, uint32_t file)
{
    return diff_owner(context, is_after, file);
}

static bool compare(struct diff *diff)
{
    struct difference_question *question = &diff->question;
    enum status status;

    question->before = &diff->sides[BEFORE].space;
    question->after = &diff->sides[AFTER].space;
    question->scope_before = diff->sides[BEFORE].scope;
    question->scope_after = diff->sides[AFTER].scope;
    question->owner = owner;
    question->context = diff;
    status = difference_of(question, &diff->difference);
    if (status == STATUS_OK)
        status = difference_folders_of(&diff->difference, &diff->folders);
    if (status != STATUS_OK)
        say_no_memory();
    return status == STATUS_OK;
}

static bool fill(struct diff *diff)
{
    return may_compare(diff) && prepare_side(&diff->sides[BEFORE]) &&
           prepare_side(&diff->sides[AFTER]) &&
           (!diff->options->under || choose_folder(diff, diff->options->under)) && compare(diff);
}

bool diff_open(const struct options *options, unsigned only, struct diff *diff_ret)
{
    struct diff *diff = diff_ret;

    *diff = (struct diff){
        .options = options,
        .question.only = only,
        .top = options->top ? options->top : DEFAULT_TOP,
    };
    if (!scan_side(options, options->operands[0], &diff->sides[BEFORE]))
        return false;
    if (!scan_side(options, options->operands[1], &diff->sides[AFTER])) {
        survey_end(&diff->sides[BEFORE].survey, false, false);
        return false;
    }
    if (fill(diff))
        return true;
    diff_close(diff, false);
    return false;
}

static enum command_exit close_side(struct diff_side *side, bool is_good)
{
    path_free(&side->path);
    pathcache_free(side->paths);
    space_free(&side->space);
    security_free(side->security);
    return survey_end(&side->survey, is_good, false);
}

enum command_exit diff_close(struct diff *diff, bool is_good)
{
    bool has_rows = diff->difference.n > 0;
    enum command_exit before, after;

    difference_names_free(&diff->names);
    difference_folders_free(&diff->folders);
    difference_free(&diff->difference);
    before = close_side(&diff->sides[BEFORE], is_good);
    after = close_side(&diff->sides[AFTER], is_good);
    if (!is_good)
        return COMMAND_FAILED;
    return has_rows || before == COMMAND_FINDINGS || after == COMMAND_FINDINGS ? COMMAND_FINDINGS
                                                                               : COMMAND_DONE;
}

/* ---- Paths and names ---- */

bool diff_name(struct diff *diff, bool is_after, uint32_t name, struct str *path_ret)
{
    return pathcache_path(diff->sides[is_after].paths, name, path_ret) == STATUS_OK;
}

bool diff_path(struct diff *diff, bool is_after, uint32_t file, struct str *path_ret)
{
    struct diff_side *side = &diff->sides[is_after];

    if (side->space.home[file] != INDEX_NONE)
        return diff_name(diff, is_after, side->space.home[file], path_ret);
    if (path_of_file(side->survey.index, file, &side->path) != STATUS_OK)
        return false;
    *path_ret = path_str(&side->path);
    return true;
}

bool diff_names(struct diff *diff, const struct difference_row *row)
{
    const uint32_t of_names =
        1U << DIFFERENCE_RENAMED | 1U << DIFFERENCE_MOVED | 1U << DIFFERENCE_LINKS;

    diff->names.n = 0;
    return !(row->kinds & of_names) ||
           difference_names_of(diff->sides[BEFORE].survey.index, row->before,
                               diff->sides[AFTER].survey.index, row->after,
                               &diff->names) == STATUS_OK;
}
