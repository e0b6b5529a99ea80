/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each user has and what stands in the way: every obstacle, and what plans say. */
#include "planner/readiness.h"

#include "planner/traits.h"
#include "tests/support/grove.h"

#include <criterion/criterion.h>

enum { MOST = 600, NDRIVES = 2 };

/* A computer of two users on C:, a third with a folder on D:, and a deleted one. */
enum { ANN, BOB, DORA, GHOST, NUSERS };

static struct grove c_drive, d_drive;
static struct profile users[NUSERS];
static struct profiles profiles;
static bool is_chosen[NUSERS];
static struct machine_drive drives[NDRIVES];
static struct machine machine;
static struct plan plan;
static struct readiness readiness;
static uint32_t ann, bob, ghost, dora;

/* The columns that the grove leaves out. */
static void add_columns(struct grove *grove)
{
    struct file_rows *files = &grove->index.files;

    files->size = arena_array(&grove->arena, MOST, sizeof *files->size);
    files->attributes = arena_array(&grove->arena, MOST, sizeof *files->attributes);
    files->header_links = arena_array(&grove->arena, MOST, sizeof *files->header_links);
    grove->index.reparse.file = arena_array(&grove->arena, MOST, sizeof(uint32_t));
    grove->index.reparse.tag = arena_array(&grove->arena, MOST, sizeof(uint32_t));
    cr_assert(files->size && files->attributes && files->header_links &&
              grove->index.reparse.file && grove->index.reparse.tag);
}

static struct grove *grove_of(uint32_t drive)
{
    return drive == 0 ? &c_drive : &d_drive;
}

static uint32_t add(uint32_t parent, const char *name, unsigned flags, uint64_t size)
{
    uint32_t file = grove_add(&c_drive, parent, str_of(name), flags);

    c_drive.index.files.size[file] = size;
    return file;
}

static uint32_t add_with(uint32_t parent, const char *name, uint32_t attributes)
{
    uint32_t file = add(parent, name, 0, 1);

    c_drive.index.files.attributes[file] = attributes;
    return file;
}

static void tag(uint32_t file, uint32_t reparse_tag)
{
    struct reparse_rows *rows = &c_drive.index.reparse;

    c_drive.index.files.flags[file] |= FILE_REPARSE;
    rows->file[rows->n] = file;
    rows->tag[rows->n++] = reparse_tag;
}

static void begin(void)
{
    uint32_t folder;

    grove_begin(&c_drive, MOST);
    grove_begin(&d_drive, MOST);
    add_columns(&c_drive);
    add_columns(&d_drive);
    folder = add(GROVE_ROOT, "Users", FILE_DIRECTORY, 0);
    ann = add(folder, "Ann", FILE_DIRECTORY, 0);
    bob = add(folder, "Bob", FILE_DIRECTORY, 0);
    ghost = add(folder, "Ghost", FILE_DIRECTORY, 0);
    folder = grove_add(&d_drive, GROVE_ROOT, str_of("Profiles"), FILE_DIRECTORY);
    dora = grove_add(&d_drive, folder, str_of("Dora"), FILE_DIRECTORY);
    for (uint32_t i = 0; i < NUSERS; i++) {
        users[i] = (struct profile){.sid = str_of("S-1-5-21-1-2-3-1001"),
                                    .sid_resolves = true,
                                    .folder = INDEX_NONE,
                                    .last_used = 100 + i};
        is_chosen[i] = true;
    }
    users[ANN].folder = ann;
    users[BOB].folder = bob;
    users[GHOST].folder = ghost;
    users[DORA].flags = PROFILE_ELSEWHERE;
    users[DORA].path = str_of("d:\\profiles\\dora");
    profiles = (struct profiles){.at = users, .n = NUSERS, .has_registry = true};
    plan_begin(&plan);
    plan.store = str_of("C:\\migdata");
}

static void end(void)
{
    readiness_free(&readiness);
    plan_free(&plan);
    grove_free(&c_drive);
    grove_free(&d_drive);
}

TestSuite(readiness, .init = begin, .fini = end, .timeout = 30);

static const struct readiness_profile *ask(void)
{
    for (uint32_t i = 0; i < NDRIVES; i++) {
        grove_finish(grove_of(i));
        drives[i] = (struct machine_drive){
            .name = str_of(i ? "D:" : "C:"), .index = &grove_of(i)->index, .is_ntfs = true};
    }
    machine = (struct machine){
        .drives = drives, .ndrives = NDRIVES, .profiles = &profiles, .is_chosen = is_chosen};
    cr_assert_eq(readiness_of(&plan, &machine, &readiness), STATUS_OK);
    cr_assert_eq(readiness.n, NUSERS + 1);
    return readiness.at;
}

/* A plan of both drives, with room for a few rows; sources are in the root. */
static void make_plan(uint32_t nops, uint32_t nrefusals)
{
    plan.volumes = arena_array(&plan.arena, NDRIVES, sizeof *plan.volumes);
    plan.folders = arena_array(&plan.arena, NDRIVES, sizeof *plan.folders);
    plan.ops = arena_array(&plan.arena, nops + 1, sizeof *plan.ops);
    plan.refusals = arena_array(&plan.arena, nrefusals + 1, sizeof *plan.refusals);
    plan.nvolumes = plan.nfolders = NDRIVES;
    for (uint32_t i = 0; i < NDRIVES; i++) {
        plan.volumes[i].drive = str_of(i ? "C:" : "D:"); /* not in the machine's order */
        plan.folders[i] = (struct plan_folder){.volume = i, .parent = PLAN_NONE};
    }
}

static struct plan_op op(enum plan_kind kind, enum plan_reason reason, uint32_t file)
{
    return (struct plan_op){.kind = kind,
                            .reason = reason,
                            .from_folder = 1,
                            .expect = {.reference = index_reference(&c_drive.index, file)}};
}

static void refuse(enum plan_reason reason, uint32_t file)
{
    plan.refusals[plan.nrefusals++] = op(PLAN_LINK, reason, file);
}

static uint64_t all_obstacles(const struct readiness_profile *row)
{
    uint64_t n = 0;

    for (unsigned i = 0; i < READINESS_NOBSTACLES; i++)
        n += row->obstacles[i];
    return n;
}

Test(readiness, files_are_counted_where_they_are_and_once)
{
    const struct readiness_profile *rows;
    uint32_t docs = add(ann, "Documents", FILE_DIRECTORY, 0);

    add(docs, "a", 0, 10);
    grove_link(&c_drive, docs, str_of("b"));
    grove_link(&c_drive, GROVE_ROOT, str_of("c"));
    add(ann, "d", 0, 5);
    add(bob, "e", 0, 3);
    add(docs, "of both", 0, 100);
    grove_link(&c_drive, bob, str_of("of both"));
    add(GROVE_ROOT, "pagefile.sys", 0, 1000);
    add(GROVE_ROOT, "$MFT", FILE_SYSTEM, 5000);
    grove_add(&d_drive, dora, str_of("x"), 0);
    grove_add(&d_drive, GROVE_ROOT, str_of("y"), 0);
    rows = ask();
    cr_expect_eq(rows[ANN].files, 3);
    cr_expect_eq(rows[ANN].bytes, 115);
    cr_expect_eq(rows[BOB].files, 2);
    cr_expect_eq(rows[BOB].bytes, 103);
    cr_expect_eq(rows[DORA].files, 1, "on the other drive");
    cr_expect_eq(rows[GHOST].files, 0);
    cr_expect_eq(rows[NUSERS].profile, PLAN_NONE);
    cr_expect_eq(rows[NUSERS].files, 2);
    cr_expect_eq(rows[NUSERS].bytes, 1000);
    cr_expect_eq(rows[BOB].last_used, 100 + BOB);
    cr_expect(readiness.is_ready);
    for (uint32_t i = 0; i <= NUSERS; i++)
        cr_expect_eq(all_obstacles(&rows[i]), 0);
}

Test(readiness, obstacles_are_found_on_the_drive)
{
    const struct readiness_profile *rows;
    uint32_t junction, own, cloud, many;
    char name[181];

    memset(name, 'n', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    add_with(ann, "by attribute", FILE_ATTRIBUTE_ENCRYPTED);
    add(ann, "by stream", FILE_ENCRYPTED, 1);
    add_with(ann, "online only", TRAITS_RECALL_ON_DATA_ACCESS);
    grove_link(&c_drive, ann, str_of("another name of it"));
    add(ann, "Case", 0, 1);
    add(ann, "cAse", 0, 1);
    add(ann, "CASE", 0, 1);
    add(bob, "case", 0, 1);
    add(bob, "torn", FILE_FINDING, 1);
    many = add(bob, "many", 0, 1);
    c_drive.index.files.header_links[many] = 1024;
    many = add(bob, "one less", 0, 1);
    c_drive.index.files.header_links[many] = 1023;
    junction = add(bob, "to elsewhere", FILE_DIRECTORY, 0);
    tag(junction, TRAITS_TAG_MOUNT_POINT);
    own = add(bob, "Application Data", FILE_DIRECTORY, 0);
    c_drive.index.files.attributes[own] = TRAITS_HIDDEN | TRAITS_SYSTEM;
    tag(own, TRAITS_TAG_MOUNT_POINT);
    cloud = add(bob, "OneDrive", FILE_DIRECTORY, 0);
    tag(cloud, 0x9000701A);
    add(cloud, name, 0, 1);
    rows = ask();
    cr_expect_eq(rows[ANN].obstacles[READINESS_EFS], 2);
    cr_expect_eq(rows[ANN].obstacles[READINESS_PLACEHOLDER], 1, "a file, not its names");
    cr_expect_eq(rows[ANN].obstacles[READINESS_NAME_CLASH], 2);
    cr_expect_eq(all_obstacles(&rows[ANN]), 5);
    cr_expect_eq(rows[BOB].obstacles[READINESS_DAMAGED], 1);
    cr_expect_eq(rows[BOB].obstacles[READINESS_LINK_LIMIT], 1);
    cr_expect_eq(rows[BOB].obstacles[READINESS_REPARSE], 1);
    cr_expect_eq(all_obstacles(&rows[BOB]), 3);
    cr_expect_eq(all_obstacles(&rows[NUSERS]), 0);
}

/* C:\migdata\USMT\File\C$ has 23 units, \Users\Ann\ has 11. */
Test(readiness, paths_are_long_beyond_259_units)
{
    char name[226 + 1];
    const struct readiness_profile *rows;

    memset(name, 'n', sizeof name);
    name[226] = '\0';
    add(ann, name, 0, 1);
    name[225] = '\0';
    add(ann, name, 0, 1);
    add(bob, name, FILE_DIRECTORY, 0);
    rows = ask();
    cr_expect_eq(rows[ANN].obstacles[READINESS_LONG_PATH], 1);
    cr_expect_eq(rows[BOB].obstacles[READINESS_LONG_PATH], 0);
}

Test(readiness, what_the_plan_takes_is_known_by_reference)
{
    const struct readiness_profile *rows;
    uint32_t a = add(ann, "a", 0, 10), b = add(ann, "b", 0, 20), c = add(ann, "c", 0, 40);

    grove_link(&c_drive, ann, str_of("c again"));
    make_plan(6, 0);
    plan.ops[0] = op(PLAN_MKDIR, PLAN_AS_USUAL, ann);
    plan.ops[1] = op(PLAN_LINK, PLAN_AS_USUAL, c);
    plan.ops[2] = op(PLAN_LINK, PLAN_AS_USUAL, c);
    plan.ops[3] = op(PLAN_COPY, PLAN_LOCKED_COPY, a);
    plan.ops[4] = op(PLAN_LINK, PLAN_AS_USUAL, b);
    plan.ops[4].expect.reference += UINT64_C(1) << 48; /* a later file */
    plan.ops[5] = op(PLAN_LINK, PLAN_AS_USUAL, b);
    plan.ops[5].from_folder = 0; /* of that number on D: */
    plan.nops = 6;
    rows = ask();
    cr_expect_eq(rows[ANN].taken, 2);
    cr_expect_eq(rows[ANN].taken_bytes, 50);
    cr_expect(readiness.is_ready);
}

Test(readiness, a_refusal_is_counted_with_what_the_drive_tells)
{
    const struct readiness_profile *rows;
    uint32_t cloud = add_with(ann, "cloud", TRAITS_OFFLINE), a = add(ann, "a", 0, 1);

    make_plan(0, 8);
    refuse(PLAN_PLACEHOLDER, cloud);
    refuse(PLAN_PLACEHOLDER, cloud);
    refuse(PLAN_LOCKED, a);
    refuse(PLAN_NAME_TAKEN, a);
    refuse(PLAN_UNREADABLE, a);
    refuse(PLAN_LINK_COUNT, a);
    rows = ask();
    cr_expect_eq(rows[ANN].obstacles[READINESS_PLACEHOLDER], 1);
    cr_expect_eq(rows[ANN].obstacles[READINESS_LOCKED], 1);
    cr_expect_eq(rows[ANN].obstacles[READINESS_NAME_CLASH], 1);
    cr_expect_eq(rows[ANN].obstacles[READINESS_REPARSE], 1);
    cr_expect_eq(rows[ANN].obstacles[READINESS_DAMAGED], 1);
    cr_expect_eq(rows[ANN].taken, 0);
    cr_expect_not(readiness.is_ready);
}

Test(readiness, refusals_that_cost_nothing_do_not_stand_in_the_way)
{
    uint32_t junction = add(ann, "elsewhere", FILE_DIRECTORY, 0);

    tag(junction, TRAITS_TAG_MOUNT_POINT);
    make_plan(0, 2);
    refuse(PLAN_IS_SYSTEM, GROVE_ROOT);
    ask();
    cr_expect(readiness.is_ready);
    readiness_free(&readiness);
    refuse(PLAN_FOLDER_REPARSE, junction);
    cr_assert_eq(readiness_of(&plan, &machine, &readiness), STATUS_OK);
    cr_expect_not(readiness.is_ready);
}

Test(readiness, an_orphan_is_in_the_way_until_it_is_named)
{
    const struct readiness_profile *rows;

    users[GHOST].flags = PROFILE_NO_ACCOUNT;
    is_chosen[GHOST] = false;
    add(ghost, "last thesis", 0, 7);
    rows = ask();
    cr_expect_eq(rows[GHOST].obstacles[READINESS_ORPHANED], 1);
    cr_expect_eq(rows[GHOST].bytes, 7);
    cr_expect_not(rows[GHOST].is_chosen);
    cr_expect_not(readiness.is_ready);
    readiness_free(&readiness);
    is_chosen[GHOST] = true;
    cr_assert_eq(readiness_of(&plan, &machine, &readiness), STATUS_OK);
    cr_expect(readiness.is_ready);
}

Test(readiness, of_two_keys_of_a_folder_the_chosen_has_it)
{
    const struct readiness_profile *rows;

    users[BOB].folder = ann;
    is_chosen[ANN] = false;
    add(ann, "a", 0, 7);
    rows = ask();
    cr_expect_eq(rows[ANN].files, 0);
    cr_expect_eq(rows[BOB].files, 1);
}

Test(readiness, a_blocked_plan_is_not_ready)
{
    plan.is_blocked = true;
    ask();
    cr_expect_not(readiness.is_ready);
}

Test(readiness, each_obstacle_has_words_of_its_own)
{
    for (unsigned i = 0; i < READINESS_NOBSTACLES; i++)
        for (unsigned k = 0; k < i; k++) {
            cr_expect_str_neq(readiness_word((enum readiness_obstacle)i),
                              readiness_word((enum readiness_obstacle)k));
            cr_expect_str_neq(readiness_phrase((enum readiness_obstacle)i),
                              readiness_phrase((enum readiness_obstacle)k));
        }
}
