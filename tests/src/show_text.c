/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan for people, letter by letter. */
#include "src/show_text.h"

#include "mft/layout.h"

#include <criterion/criterion.h>

static const struct plan_volume volume = {
    .drive = {"C:", 2},
    .label = {"System", 6},
    .file_system = {"NTFS", 4},
    .serial = UINT64_C(0x0123456789ABCDEF),
    .cluster_bytes = 4096,
    .clusters = 1000,
    .free_clusters = 256,
    .is_ntfs = true,
    .has_space = true,
    .has_store = true,
};

static const struct plan_user users[] = {
    {{"PC17\\Ann", 8}, {"S-1-5-21-1", 10}, {"C:\\Users\\Ann", 12}},
    {{"PC17\\Bob", 8}, {"S-1-5-21-2", 10}, {"C:\\Users\\Bob", 12}},
};

static const struct plan_rule rules[] = {
    {{"Documents", 9}, {"MigDocs.xml", 11}, {"C:\\Users\\Ann\\* [*]", 18}, 17, 0},
    {{"Ours", 4}, {"ours.xml", 8}, {"C:\\Data\\* [*]", 13}, 4, PLAN_NONE},
};

static const struct plan_folder folders[] = {
    {0, PLAN_NONE, {"\\", 1}, false},
    {0, 0, {"\\Users", 6}, false},
    {0, 1, {"\\Users\\Ann", 10}, false},
    {0, 0, {"\\mig", 4}, true},
};

enum { KIB = 1024 };

static const struct plan_op ops[] = {
    {PLAN_MKDIR, PLAN_AS_USUAL, 0, PLAN_NONE, {"mig", 3}, {"", 0}, {0}, PLAN_NONE, 0, 0, 0},
    {PLAN_LINK,
     PLAN_AS_USUAL,
     3,
     2,
     {"a.txt", 5},
     {"a.txt", 5},
     {.reference = 40, .size = 2 * KIB},
     0,
     0,
     0,
     0},
    {PLAN_LINK,
     PLAN_AS_USUAL,
     3,
     2,
     {"b.txt", 5},
     {"b.txt", 5},
     {.reference = 40, .size = 2 * KIB},
     0,
     0,
     0,
     0},
    {PLAN_COPY,
     PLAN_LOCKED_COPY,
     3,
     0,
     {"d\x1b", 2},
     {"d\x1b", 2},
     {.reference = 41, .size = 4 * KIB},
     1,
     0,
     0,
     0},
};

static const struct plan_op refusals[] = {
    {PLAN_LINK,
     PLAN_CASE_COLLISION,
     3,
     2,
     {"A.txt", 5},
     {"A.txt", 5},
     {.reference = 42, .size = KIB},
     0,
     0,
     0,
     0},
};

static struct planfile made(void)
{
    static struct str notes[] = {{"The registry of C: cannot be read.", 34}};
    struct planfile file = {.sha256 = "00"};

    file.plan = (struct plan){
        .command = str_of("save"),
        .store = str_of("C:\\mig"),
        .version = str_of("1.0"),
        .volumes = (struct plan_volume *)&volume,
        .users = (struct plan_user *)users,
        .rules = (struct plan_rule *)rules,
        .folders = (struct plan_folder *)folders,
        .ops = (struct plan_op *)ops,
        .refusals = (struct plan_op *)refusals,
        .notes = notes,
        .nvolumes = 1,
        .nusers = 2,
        .nrules = 2,
        .nfolders = 4,
        .nops = 4,
        .nrefusals = 1,
        .nnotes = 1,
    };
    return file;
}

static const char expected[] =
    "Plan\n"
    "  Command                 save\n"
    "  Store                   C:\\mig\n"
    "  By mftlink              1.0\n"
    "  SHA-256                 00\n"
    "\n"
    "Volumes, when it was made\n"
    "  C:  NTFS, serial number 01234567-89abcdef, label System, with a store\n"
    "      256 clusters of 1,000 free: 1,048,576 bytes (1.0 MiB)\n"
    "\n"
    "Operations\n"
    "  Folders to make (mkdir)                          1\n"
    "  Names to add (link)                              2\n"
    "  Files to copy (copy)                             1\n"
    "  All operations                                   4\n"
    "  Refused                                          1\n"
    "  Naive: size of each name                     8,192 bytes (8.0 KiB)\n"
    "  Unique: each file once                       6,144 bytes (6.0 KiB)\n"
    "  To be copied                                 4,096 bytes (4.0 KiB)\n"
    "\n"
    "By user\n"
    "          names        size   refused\n"
    "              2     4.0 KiB         1  PC17\\Ann\n"
    "              0           -         0  PC17\\Bob\n"
    "              1     4.0 KiB         0  (the computer)\n"
    "\n"
    "By component\n"
    "          names        size   refused\n"
    "              2     4.0 KiB         1  Documents\n"
    "              1     4.0 KiB         0  Ours\n"
    "\n"
    "By folder, those with a twentieth or more\n"
    "          names        size   refused\n"
    "              3     8.0 KiB         1  C:\\\n"
    "              2     4.0 KiB         1  C:\\Users\n"
    "              2     4.0 KiB         1  C:\\Users\\Ann\n"
    "\n"
    "Copied, not linked\n"
    "              1  locked-copy\n"
    "                 an application holds it, and Config.xml says errorHardLink\n"
    "\n"
    "Refused\n"
    "              1  case-collision, 1,024 bytes (1.0 KiB)\n"
    "                 another name in its folder differs only by upper and lower\n"
    "                 case, and Windows would find only one of them\n"
    "                   C:\\Users\\Ann\\A.txt\n"
    "\n"
    "Notes\n"
    "  The registry of C: cannot be read.\n";

static const char rows[] = "\n"
                           "Everything refused\n"
                           "  case-collision      C:\\Users\\Ann\\A.txt\n"
                           "\n"
                           "Every operation\n"
                           "           1  mkdir     C:\\mig\n"
                           "           2  link      C:\\mig\\a.txt  <- C:\\Users\\Ann\\a.txt\n"
                           "           3  link      C:\\mig\\b.txt  <- C:\\Users\\Ann\\b.txt\n"
                           "           4  copy      C:\\mig\\d\xE2\x90\x9B  <- C:\\d\xE2\x90\x9B  "
                           "[locked-copy]\n";

static void expect(const struct options *options, const char *first, const char *second)
{
    struct planfile file = made();
    struct out out = out_to_memory();
    struct plantally tally;
    size_t n = strlen(first);

    cr_assert_eq(plantally_of(&file.plan, &tally), STATUS_OK);
    show_text(&file, &tally, options, &out);
    cr_assert_not(out.text.is_short);
    textbuf_char(&out.text, '\0');
    cr_expect_arr_eq(out.text.at, first, n < out.text.n ? n : out.text.n, "%s", out.text.at);
    cr_expect_str_eq(out.text.at + n, second);
    textbuf_free(&out.text);
    arena_free(&tally.arena);
}

Test(show_text, sums)
{
    expect(&(struct options){0}, expected, "");
}

Test(show_text, every_row)
{
    expect(&(struct options){.with_ops = true, .with_refusals = true}, expected, rows);
}
