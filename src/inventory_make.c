/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inventory file of a survey: see inventory_make.h. */
#include "src/inventory_make.h"

#include "src/backing.h"
#include "src/inventory_users.h"
#include "src/inventory_write.h"
#include "src/nowtime.h"
#include "src/number.h"
#include "src/outfile.h"
#include "src/profileread.h"
#include "src/say.h"
#include "src/version.h"
#include "src/wtf8.h"

unsigned inventory_make_want(const struct options *options)
{
    return inventory_write_want() | WANT_CHILDREN | (options->with_deleted ? WANT_DELETED : 0);
}

/* What the facts borrow. */
struct workspace {
    struct volumeinfo info;
    struct arena arena;
    struct profiles profiles;
    struct textbuf users;
    char serial[NUMBER_BYTES];
};

/* The facts of a volume that was scanned just now. */
static bool get_facts(const struct survey *survey, const struct options *options,
                      struct workspace *space, struct inventory_facts *facts)
{
    const struct target *target = &survey->target;

    *facts = (struct inventory_facts){
        .version = str_of(version_text),
        .source = str_of(target->name),
        .source_bytes = target->source.size_bytes,
        .volume = target->volume,
        .info = &space->info,
        .disk = target->table,
        .partition = target->chosen ? target->chosen->number : 0,
        .mft_sha256 = str_of(evidence_mft_sha256(survey->evidence)),
        .has_deleted = options->with_deleted,
        .skipped_free = options->skips_free,
    };
    if (!target->volume->is_dump)
        facts->volume_name = (struct str){
            space->serial, number_hex(target->volume->geometry.serial, 16, space->serial)};
    return target_upcase(target, &space->arena, &facts->upcase) &&
           target_info(target, &space->info) && nowtime_get(&facts->scanned);
}

/* Columns of text are UTF-8, or others cannot open the file. */
static bool is_text(const char *option, const char *value)
{
    if (!value || wtf8_is_utf8(str_of(value)))
        return true;
    say("What %s says is not UTF-8, which names in an inventory are. Write it in another way.",
        option);
    return false;
}

/*
 * The computer's name and the users, from the registry on the volume. A name that is not there or
 * no text stays empty; more users than an inventory takes are as those of a volume without
 * contents.
 */
static bool find_users(const struct survey *survey, struct workspace *space,
                       struct inventory_facts *facts)
{
    const struct profileread_source source = {
        .volume = survey->target.volume,
        .index = survey->index,
        .upcase = facts->upcase,
    };
    enum status status;

    if (facts->volume->is_dump)
        return true; /* nothing but records: of an inventory as of the dump the folders tell */
    status = profileread_all(&source, &space->profiles);
    if (status == STATUS_OK)
        status = inventory_users_put(&space->profiles, survey->index, &space->users);
    if (status == STATUS_NO_MEMORY || space->users.is_short) {
        say_no_memory();
        return false;
    }
    facts->users = (struct bytes){(const uint8_t *)space->users.at, space->users.n};
    if (wtf8_is_utf8(space->profiles.computer))
        facts->computer = space->profiles.computer;
    return true;
}

static bool choose_facts(const struct survey *survey, const struct options *options,
                         struct workspace *space, struct inventory_facts *facts)
{
    const struct inventory *inventory = survey->target.inventory;

    if (inventory) {
        *facts = inventory->kept.facts;
        facts->has_deleted = options->with_deleted;
    } else if (!get_facts(survey, options, space, facts) || !find_users(survey, space, facts)) {
        return false;
    }
    if (!is_text("--computer", options->computer) || !is_text("--volume", options->volume))
        return false;
    if (options->computer)
        facts->computer = str_of(options->computer);
    if (options->volume)
        facts->volume_name = str_of(options->volume);
    return true;
}

static bool write_file(const struct inventory_write_job *job, struct evidence *evidence,
                       const char *path)
{
    struct outfile file;
    enum status status;

    if (!outfile_open(path, &file))
        return false;
    evidence_watch(evidence, &file.out, path);
    status = inventory_write(job, &file.out);
    if (status == STATUS_TOO_LARGE)
        say("The volume holds more than the inventory's format can: '%s' is not written.", path);
    else if (status != STATUS_OK)
        say_no_memory();
    return outfile_finish(&file, status == STATUS_OK);
}

bool inventory_make(const struct survey *survey, const struct options *options)
{
    struct workspace space = {0};
    struct security *security = NULL;
    struct inventory_facts facts;
    struct exportrow_source source = {.index = survey->index};
    const struct inventory_write_job job = {&source, &facts, options->jobs};
    bool is_good = backing_allows(survey->target.backing, options->out) &&
                   survey_owners(survey, &security) &&
                   choose_facts(survey, options, &space, &facts);

    source.security = security;
    is_good = is_good && write_file(&job, survey->evidence, options->out);
    security_free(security);
    profiles_free(&space.profiles);
    textbuf_free(&space.users);
    arena_free(&space.arena);
    return is_good;
}
