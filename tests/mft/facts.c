/* SPDX-License-Identifier: GPL-3.0-or-later */
/* DOS names folded into their partners, and sets of facts put one behind the other. */
#include "mft/facts.h"

#include <criterion/criterion.h>
#include <time.h>

#include "mft/rows.h"

static struct facts facts;

static void begin(void)
{
    facts = (struct facts){.want = WANT_DOS_NAMES};
}

static void end(void)
{
    arena_free(&facts.arena);
}

TestSuite(facts, .init = begin, .fini = end, .timeout = 30);

/* A name in the folder PARENT; its text is told by its place in the table. */
static void add_name(uint8_t name_space, uint64_t parent)
{
    struct name_rows *names = &facts.names;
    uint32_t n = names->n;

    cr_assert_eq(rows_reserve_names(names, &facts.arena, 1, facts.want), STATUS_OK);
    names->file[n] = 0;
    names->parent[n] = parent;
    names->name_space[n] = name_space;
    names->text[n] = 100 + n;
    if (names->dos)
        names->dos[n] = 0;
    names->n++;
}

static uint32_t fold(uint32_t first, uint32_t *alone_ret)
{
    return facts_fold_dos_names(&facts.names, first, facts.names.n, alone_ret);
}

/* ---- Folding ---- */

Test(facts, a_dos_name_behind_its_partner_is_folded)
{
    uint32_t alone;

    add_name(NAMESPACE_WIN32, 5);
    add_name(NAMESPACE_DOS, 5);
    cr_assert_eq(fold(0, &alone), 1);
    cr_assert_eq(alone, 0);
    cr_assert_eq(facts.names.text[0], 100);
    cr_assert_eq(facts.names.dos[0], 101);
}

Test(facts, a_dos_name_before_its_partner_is_folded)
{
    uint32_t alone;

    add_name(NAMESPACE_DOS, 5);
    add_name(NAMESPACE_POSIX, 5);
    add_name(NAMESPACE_WIN32, 5);
    cr_assert_eq(fold(0, &alone), 2);
    cr_assert_eq(alone, 0);
    cr_assert_eq(facts.names.text[0], 101);
    cr_assert_eq(facts.names.dos[0], 0);
    cr_assert_eq(facts.names.text[1], 102);
    cr_assert_eq(facts.names.dos[1], 100);
}

Test(facts, the_partner_lies_in_the_same_folder)
{
    uint32_t alone;

    add_name(NAMESPACE_WIN32, 6);
    add_name(NAMESPACE_DOS, 5);
    add_name(NAMESPACE_WIN32, 5);
    cr_assert_eq(fold(0, &alone), 2);
    cr_assert_eq(alone, 0);
    cr_assert_eq(facts.names.dos[0], 0);
    cr_assert_eq(facts.names.dos[1], 101);
}

Test(facts, folders_of_the_same_number_at_other_times_are_not_the_same)
{
    uint32_t alone;

    add_name(NAMESPACE_WIN32, reference_of(5, 1));
    add_name(NAMESPACE_DOS, reference_of(5, 2));
    cr_assert_eq(fold(0, &alone), 1);
    cr_assert_eq(alone, 1);
    cr_assert_eq(facts.names.dos[0], 0);
}

Test(facts, neither_posix_nor_win32_and_dos_names_are_partners)
{
    uint32_t alone;

    add_name(NAMESPACE_POSIX, 5);
    add_name(NAMESPACE_WIN32_DOS, 5);
    add_name(NAMESPACE_DOS, 5);
    cr_assert_eq(fold(0, &alone), 2);
    cr_assert_eq(alone, 1);
}

Test(facts, a_dos_name_that_is_the_only_one_stays)
{
    uint32_t alone;

    add_name(NAMESPACE_DOS, 5);
    cr_assert_eq(fold(0, &alone), 1);
    cr_assert_eq(alone, 1);
    cr_assert_eq(facts.names.text[0], 100);
    cr_assert_eq(facts.names.name_space[0], NAMESPACE_DOS);
}

Test(facts, of_dos_names_without_any_other_the_first_stays)
{
    uint32_t alone;

    add_name(NAMESPACE_DOS, 5);
    add_name(NAMESPACE_DOS, 6);
    cr_assert_eq(fold(0, &alone), 1);
    cr_assert_eq(alone, 2);
    cr_assert_eq(facts.names.text[0], 100);
}

Test(facts, names_of_the_file_before_are_left_alone)
{
    uint32_t alone;

    add_name(NAMESPACE_WIN32, 5);
    add_name(NAMESPACE_DOS, 5);
    add_name(NAMESPACE_POSIX, 5);
    cr_assert_eq(fold(1, &alone), 2);
    cr_assert_eq(alone, 1);
    cr_assert_eq(facts.names.dos[0], 0);
    cr_assert_eq(facts.names.text[1], 102);
}

Test(facts, no_names_give_none)
{
    uint32_t alone = 7;

    cr_assert_eq(fold(0, &alone), 0);
    cr_assert_eq(alone, 0);
}

Test(facts, without_the_column_dos_names_are_folded_and_forgotten)
{
    uint32_t alone;

    facts.want = 0;
    add_name(NAMESPACE_WIN32, 5);
    add_name(NAMESPACE_DOS, 5);
    cr_assert_eq(fold(0, &alone), 1);
    cr_assert_eq(alone, 0);
}

static double seconds(void)
{
    return (double)clock() / CLOCKS_PER_SEC;
}

/* A hostile file: each DOS name could be held against every other name. */
Test(facts, any_number_of_dos_names_is_folded_in_bounded_time)
{
    uint32_t alone;

    for (uint32_t i = 0; i < 200000; i++)
        add_name(i % 2 ? NAMESPACE_DOS : NAMESPACE_WIN32, i);
    double before = seconds();
    cr_assert_eq(fold(0, &alone), 100000);
    cr_assert_eq(alone, 100000);
    cr_assert_lt(seconds() - before, 2.0);
}

/* ---- Appending ---- */

/* A chunk with one file, a name with a DOS partner, a stream, a reparse point, an owner, and a
 * holder with one of each. */
static void fill(struct facts *chunk, const char *word)
{
    static const uint8_t sid[12] = {1, 1, 0, 0, 0, 0, 0, 5, 18};
    uint8_t other[12];
    uint32_t ids[2];

    cr_assert_eq(facts_reserve(chunk, 4, 1024), STATUS_OK);
    facts_clear(chunk);
    uint32_t text = chunk->text.n;
    memcpy(facts_text_begin(chunk), word, strlen(word));
    cr_assert_eq(facts_text_end(chunk, strlen(word)), text);

    memcpy(other, sid, sizeof sid);
    other[8] = (uint8_t)word[0];
    cr_assert_eq(
        owners_add(&chunk->owners, &chunk->arena, (struct bytes){other, sizeof other}, &ids[0]),
        STATUS_OK);
    cr_assert_eq(
        owners_add(&chunk->owners, &chunk->arena, (struct bytes){sid, sizeof sid}, &ids[1]),
        STATUS_OK);

    chunk->files.n = chunk->names.n = chunk->streams.n = chunk->reparse.n = 1;
    chunk->files.record[0] = 7;
    chunk->files.first_name[0] = 0;
    chunk->files.owner[0] = ids[1];
    chunk->names.file[0] = chunk->streams.file[0] = chunk->reparse.file[0] = 0;
    chunk->names.text[0] = chunk->names.dos[0] = chunk->streams.text[0] = text;
    chunk->reparse.tag[0] = 9;

    chunk->held_names.n = chunk->held_streams.n = chunk->nheld = chunk->nholders = 1;
    chunk->holders[0] = (struct holder){.record = 8};
    chunk->held_names.file[0] = chunk->held_streams.file[0] = INDEX_NONE;
    chunk->held_names.text[0] = chunk->held_streams.text[0] = text;
    chunk->held_names.dos[0] = 0;
    chunk->held_ids[0] = (uint16_t)word[0];
    chunk->held[0] = (struct held_fact){.kind = HELD_OWNER, .size = ids[0]};
    facts_note(chunk, FINDING_TORN, 9, 510, 0);
    chunk->counts.bases = 1;
    chunk->counts.formatted = 9;
}

static struct str text_of(uint32_t text)
{
    return text_pool_get(&facts.text, text);
}

Test(facts, appended_chunks_keep_their_own_ids)
{
    static const char *const words[] = {"alpha", "b", "gamma"};
    struct facts chunk = {.want = WANT_DOS_NAMES | WANT_SECURITY};

    facts.want = chunk.want;
    cr_assert_eq(rows_reserve_text(&facts.text, &facts.arena, 2), STATUS_OK);
    facts_text_end(&facts, 0);
    for (uint32_t i = 0; i < 3; i++) {
        fill(&chunk, words[i]);
        cr_assert_eq(facts_append(&facts, &chunk), STATUS_OK);
    }
    cr_assert_eq(facts.files.n, 3);
    for (uint32_t i = 0; i < 3; i++) {
        struct str word = str_of(words[i]);

        cr_assert_eq(facts.files.first_name[i], i);
        cr_assert_eq(facts.names.file[i], i);
        cr_assert(str_equal(text_of(facts.names.text[i]), word));
        cr_assert(str_equal(text_of(facts.names.dos[i]), word));
        cr_assert_eq(facts.streams.file[i], i);
        cr_assert(str_equal(text_of(facts.streams.text[i]), word));
        cr_assert_eq(facts.reparse.file[i], i);
        cr_assert_eq(facts.holders[i].first_name, i);
        cr_assert_eq(facts.holders[i].first_stream, i);
        cr_assert_eq(facts.holders[i].first_fact, i);
        cr_assert(str_equal(text_of(facts.held_names.text[i]), word));
        cr_assert(str_equal(text_of(facts.held_streams.text[i]), word));
        cr_assert_eq(facts.held_ids[i], words[i][0]);
        cr_assert_eq(facts.held_names.dos[i], 0);
        cr_assert_eq(owners_sid(&facts.owners, facts.files.owner[i]).at[8], 18);
        cr_assert_eq(owners_sid(&facts.owners, (uint32_t)facts.held[i].size).at[8], words[i][0]);
    }
    cr_assert_eq(facts.owners.n, 4);
    cr_assert_eq(facts.nfindings, 3);
    cr_assert_eq(facts.counts.bases, 3);
    cr_assert_eq(facts.counts.formatted, 9);
    arena_free(&chunk.arena);
}

Test(facts, an_empty_chunk_changes_nothing)
{
    struct facts chunk = {0};

    facts.want = 0;
    cr_assert_eq(rows_reserve_text(&facts.text, &facts.arena, 2), STATUS_OK);
    facts_text_end(&facts, 0);
    cr_assert_eq(facts_reserve(&chunk, 1, 512), STATUS_OK);
    facts_clear(&chunk);
    cr_assert_eq(facts_append(&facts, &chunk), STATUS_OK);
    cr_assert_eq(facts.files.n + facts.names.n + facts.nfindings, 0);
    arena_free(&chunk.arena);
}

Test(facts, noting_more_grows)
{
    for (uint64_t i = 0; i < 1000; i++)
        cr_assert_eq(facts_note_more(&facts, FINDING_NO_NAME, i, 3, 2 * i), STATUS_OK);
    cr_assert_eq(facts.nfindings, 1000);
    cr_assert_eq(facts.findings[999].record, 999);
    cr_assert_eq(facts.findings[999].at, 3);
    cr_assert_eq(facts.findings[999].detail, 1998);
}
