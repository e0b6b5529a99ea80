/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The back-end in memory does what that of mounted volumes does on a real folder. */
#include "src/backend_model.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "src/backend_resume.h"
#include "src/content.h"
#include "src/folderindex.h"
#include "tests/support/backendbed.h"
#include "tests/support/chance.h"
#include "tests/support/grove.h"

/* ---- The same operations by chance ---- */

enum { NFOLDERS = 7, NNAMES = 9, NOPS = 400, NSEEDS = 25, NKINDS = 8 };

static const char *const names[NNAMES] = {"a", "B", "b", "ä", "f1", "f2", "f3", "d.txt", "e"};

/* \f1, \f1\f2, \f1\f3, \f2, \f2\f1, \f3; some of them are there, with some files. */
static void begin(struct backendbed *bed)
{
    static const char *const there[] = {"f1", "f1/f2", "f2"};
    uint32_t f1, f2;

    backendbed_begin(bed);
    f1 = backendbed_folder(bed, BACKENDBED_ROOT, "f1");
    backendbed_folder(bed, f1, "f2");
    backendbed_folder(bed, f1, "f3");
    f2 = backendbed_folder(bed, BACKENDBED_ROOT, "f2");
    backendbed_folder(bed, f2, "f1");
    backendbed_folder(bed, BACKENDBED_ROOT, "f3");
    for (size_t i = 0; i < sizeof there / sizeof there[0]; i++)
        backendbed_mkdir(bed, there[i]);
    backendbed_put(bed, "a", "one");
    backendbed_put(bed, "f1/B", "second");
    backendbed_put(bed, "f1/f2/e", "");
    backendbed_open(bed);
}

static struct backend_item item_of(struct chance *chance)
{
    struct backend_item item = {.folder = chance_below(chance, NFOLDERS),
                                .from_folder = chance_below(chance, NFOLDERS),
                                .name = str_of(names[chance_below(chance, NNAMES)]),
                                .from_name = str_of(names[chance_below(chance, NNAMES)])};

    return item;
}

static int copy(struct backend *backend, const struct backend_item *item)
{
    struct backend_made made;
    struct content *content;
    int why = backend->calls->open_content(backend, item, &content);

    if (why)
        return why;
    why = backend->calls->copy(backend, item, content, &made);
    content->calls->close(content);
    return why;
}

static int carry(struct backend *backend, const struct backend_item *item, uint32_t kind)
{
    const struct backend_calls *calls = backend->calls;
    struct backend_item folder = *item;
    struct backend_made made;

    switch (kind) {
    case 0:
        folder.from_folder = BACKEND_NONE;
        return calls->make_folder(backend, &folder, &made);
    case 1:
        return copy(backend, item);
    case 2:
        return calls->write(backend, item, (struct bytes){(const uint8_t *)"x", 1}, &made);
    case 3:
        return calls->move(backend, item);
    case 4:
        return calls->unlink(backend, item);
    case 5:
        return calls->delete (backend, item);
    case 6:
        return calls->remove_folder(backend, item);
    default:
        return calls->link(backend, item);
    }
}

static void expect_same_names(struct backend *a, struct backend *b, uint32_t seed)
{
    for (uint32_t folder = 0; folder < NFOLDERS; folder++)
        for (uint32_t i = 0; i < NNAMES; i++) {
            const struct backend_item item = {.folder = folder, .name = str_of(names[i])};
            struct backend_seen x = {0}, y = {0};
            int of_a = a->resume->look(a, &item, &x), of_b = b->resume->look(b, &item, &y);

            cr_expect_eq(of_a, of_b, "seed %" PRIu32 ": '%s' in %" PRIu32 ": %d and %d", seed,
                         names[i], folder, of_a, of_b);
            if (of_a == 0 && of_b == 0) {
                cr_expect_eq(x.is_folder, y.is_folder);
                cr_expect_eq(x.size, y.size);
            }
        }
}

static void run_seed(uint32_t seed)
{
    struct chance chance = chance_seed(seed);
    struct backend *model;
    struct backendbed bed;
    struct index *index;

    begin(&bed);
    cr_assert(folderindex_read(bed.root, WANT_TIMES, &index));
    cr_assert_eq(backend_model_open(index, bed.folders, bed.nfolders, &model), 0);
    for (int i = 0; i < NOPS; i++) {
        const struct backend_item item = item_of(&chance);
        uint32_t kind = chance_below(&chance, NKINDS);
        int of_model = carry(model, &item, kind), of_bed = carry(bed.backend, &item, kind);

        cr_assert_eq(of_model, of_bed,
                     "seed %" PRIu32 ", operation %d of kind %" PRIu32 ", '%s' in %" PRIu32
                     " from '%s' in %" PRIu32 ": %s, and %s",
                     seed, i, kind, item.name.at, item.folder, item.from_name.at, item.from_folder,
                     strerror(of_model), strerror(of_bed));
    }
    expect_same_names(model, bed.backend, seed);
    model->calls->close(model);
    index_free(index);
    backendbed_end(&bed);
}

Test(backend_model, the_same_operations_give_the_same_names_as_on_a_real_folder)
{
    for (uint32_t seed = 1; seed <= NSEEDS; seed++)
        run_seed(seed);
}

/* ---- What an index knows ---- */

static const struct backend_folder root = {.parent = BACKEND_NONE};

static uint32_t count_names(struct backend *backend, const char *text, uint64_t reference)
{
    struct backend_model_name name;
    uint32_t n = 0;

    for (uint32_t i = 0; backend_model_name(backend, i, &name); i++)
        n += str_equal(name.name, str_of(text)) && name.reference == reference;
    return n;
}

Test(backend_model, its_names_are_those_of_the_index_and_what_was_made)
{
    struct backend_item item = {.from_name = str_of("a"), .name = str_of("b")};
    struct backend_model_name name;
    struct backend *backend;
    struct grove grove;
    uint32_t file;

    grove_begin(&grove, 8);
    file = grove_add(&grove, GROVE_ROOT, str_of("a"), 0);
    grove_finish(&grove);
    cr_assert_eq(backend_model_open(&grove.index, &root, 1, &backend), 0);
    item.reference = index_reference(&grove.index, file);
    cr_assert_eq(backend->calls->link(backend, &item), 0);
    cr_expect_eq(count_names(backend, "a", item.reference), 1);
    cr_expect_eq(count_names(backend, "b", item.reference), 1);
    cr_assert(backend_model_name(backend, 2, &name));
    cr_expect(name.is_made);
    cr_expect_eq(name.folder, index_reference(&grove.index, GROVE_ROOT));
    cr_expect_not(backend_model_name(backend, 3, &name));
    item.reference ^= UINT64_C(2) << 48;
    item.name = str_of("c");
    cr_expect_eq(backend->calls->link(backend, &item), ESTALE, "another sequence number");
    backend->calls->close(backend);
    grove_free(&grove);
}

Test(backend_model, a_long_name_goes_with_its_dos_name)
{
    struct backend_item item = {.from_name = str_of("long name"), .name = str_of("long name")};
    uint16_t links[8] = {1, 2};
    struct backend *backend;
    struct grove grove;
    uint32_t file;

    grove_begin(&grove, 8);
    file = grove_add(&grove, GROVE_ROOT, str_of("long name"), 0);
    grove.index.names.name_space[1] = NAMESPACE_WIN32;
    grove.index.files.header_links = links;
    grove_finish(&grove);
    cr_assert_eq(backend_model_open(&grove.index, &root, 1, &backend), 0);
    item.reference = index_reference(&grove.index, file);
    item.links = 2;
    cr_expect_eq(backend->calls->unlink(backend, &item), EMLINK, "it is the last one");
    cr_expect_eq(backend->calls->delete (backend, &item), 0);
    cr_expect_eq(backend->calls->delete (backend, &item), ENOENT);
    backend->calls->close(backend);
    grove_free(&grove);
}
