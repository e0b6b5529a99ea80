/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The summary of a scan for people: see summary_text.h.
 */
#include "src/summary_text.h"

#include "mft/path.h"
#include "src/deletedlist.h"
#include "src/lines.h"
#include "src/nowtime.h"
#include "src/number.h"
#include "src/peak.h"
#include "src/reparse.h"

#include <stdio.h>

static void put_path_of(const struct index *index, uint32_t file, struct textbuf *to)
{
    struct path path = {0};

    if (path_of_file(index, file, &path) == STATUS_OK)
        textbuf_shown(to, path_str(&path));
    else
        to->is_short = true;
    path_free(&path);
}

static void put_files(const struct summary *s, struct textbuf *to)
{
    lines_heading(to, "Users' files");
    lines_number(to, "Files", s->user.files, NULL);
    lines_number(to, "Folders", s->user.folders, NULL);
    lines_number(to, "Names of both", s->user.names, NULL);
    lines_number(to, "Files with 2 or more names", s->multi_link_files, NULL);
    lines_number(to, "Names of these", s->multi_link_names, NULL);
    lines_number(to, "Sparse", s->sparse, NULL);
    lines_number(to, "Compressed by NTFS", s->compressed, NULL);
    lines_number(to, "Encrypted", s->encrypted, NULL);
    lines_number(to, "Stored within their records", s->resident, NULL);
    lines_number(to, "Named streams", s->user.streams, NULL);
}

static void put_bytes(const struct summary *s, struct textbuf *to)
{
    lines_heading(to, "Users' bytes");
    lines_size(to, "Naive: size of each name", s->user.naive);
    lines_size(to, "Unique: size of each file", s->user.unique);
    lines_size(to, "Spared by hard links", s->multi_link_naive - s->multi_link_unique);
    lines_size(to, "Allocated in clusters", s->user.allocated);
    lines_size(to, "Named streams", s->user.stream_bytes);
    lines_size(to, "Named streams, allocated", s->user.stream_allocated);
}

static void put_links(const struct index *index, const struct summary *s, struct textbuf *to)
{
    char label[64];

    lines_heading(to, "Users' files by number of names");
    for (unsigned bucket = 0; bucket < SUMMARY_BUCKETS; bucket++) {
        uint32_t first = summary_bucket_first(bucket), last = summary_bucket_last(bucket);

        if (s->links[bucket] == 0)
            continue;
        if (first == last)
            snprintf(label, sizeof label, "%u", first);
        else if (last == UINT32_MAX)
            snprintf(label, sizeof label, "%u or more", first);
        else
            snprintf(label, sizeof label, "%u to %u", first, last);
        lines_number(to, label, s->links[bucket], NULL);
    }
    if (s->most_links < 2)
        return;
    textbuf_format(to, "  Most: %u names, of ", s->most_links);
    put_path_of(index, s->most_linked_file, to);
    textbuf_char(to, '\n');
}

static void put_reparse(const struct summary *s, struct textbuf *to)
{
    char note[128];

    if (s->ntags == 0)
        return;
    lines_heading(to, "Reparse points");
    for (uint32_t i = 0; i < s->ntags; i++) {
        uint32_t tag = s->tags[i].tag;

        snprintf(note, sizeof note, "0x%08x  %s", tag, reparse_meaning(tag));
        lines_number(to, reparse_word(tag), s->tags[i].files, note);
    }
}

static void put_system(const struct summary *s, struct textbuf *to)
{
    lines_heading(to, "The file system's own");
    lines_number(to, "Files", s->system.files, NULL);
    lines_number(to, "Folders", s->system.folders, NULL);
    lines_size(to, "Allocated in clusters", s->system.allocated);
    lines_number(to, "Named streams, less $BadClus", s->system.streams, NULL);
    lines_size(to, "Named streams, allocated", s->system.stream_allocated);
}

static void put_records(const struct index_counts *counts, struct textbuf *to)
{
    lines_heading(to, "Records of $MFT");
    lines_number(to, "All", counts->records, NULL);
    lines_number(to, "Files and folders", counts->bases, NULL);
    lines_number(to, "Extensions of these", counts->extensions, NULL);
    lines_number(to, "Deleted, still with a name", counts->deleted, NULL);
    lines_number(to, "Free", counts->free, NULL);
    lines_number(to, "Damaged", counts->damaged, NULL);
    if (counts->read < counts->records)
        lines_number(to, "Not read, as the bitmap calls them free", counts->records - counts->read,
                     NULL);
    lines_number(to, "DOS names, not counted as links", counts->dos_names, NULL);
}

static void put_example(const struct index *index, const struct finding *finding,
                        struct textbuf *to)
{
    bool is_of_volume = finding->kind < FINDING_UNREADABLE;
    uint32_t file = is_of_volume ? INDEX_NONE : index_find(index, finding->record);

    textbuf_cstr(to, "    ");
    if (!is_of_volume) {
        textbuf_cstr(to, "record ");
        textbuf_commas(to, finding->record);
        textbuf_char(to, ' ');
    }
    textbuf_cstr(to, finding->offset == UINT64_MAX ? "without a known place" : "at byte ");
    if (finding->offset != UINT64_MAX)
        textbuf_commas(to, finding->offset);
    if (finding->at)
        textbuf_format(to, " + %u", finding->at);
    if (file != INDEX_NONE) {
        textbuf_cstr(to, ": ");
        put_path_of(index, file, to);
    }
    textbuf_char(to, '\n');
}

static void put_findings(const struct index *index, const struct summary *s, struct textbuf *to)
{
    lines_heading(to, "Findings of damage");
    if (index->nfindings == 0)
        textbuf_cstr(to, "  none\n");
    for (unsigned kind = 0; kind < FINDING_KINDS; kind++) {
        const struct summary_findings *found = &s->findings[kind];

        if (found->n == 0)
            continue;
        lines_number(to, finding_word((enum finding_kind)kind), found->n,
                     finding_meaning((enum finding_kind)kind));
        for (uint64_t i = 0; i < found->n && i < SUMMARY_EXAMPLES; i++)
            put_example(index, &index->findings[found->examples[i]], to);
        if (found->n > SUMMARY_EXAMPLES) {
            textbuf_cstr(to, "    and ");
            textbuf_commas(to, found->n - SUMMARY_EXAMPLES);
            textbuf_cstr(to, " more; --json lists all\n");
        }
    }
}

static void put_speed(const struct survey *survey, struct textbuf *to)
{
    uint64_t milliseconds = survey->elapsed_ns / 1000000, ns = survey->elapsed_ns;
    char text[NUMBER_COMMAS_BYTES + 8];
    size_t n = number_commas(milliseconds / 1000, text);

    if (nowtime_is_fixed())
        return;
    text[n++] = '.';
    n += number_digits(milliseconds % 1000, 3, text + n);
    lines_heading(to, "This pass");
    lines_right(to, "Seconds", (struct str){text, n});
    lines_number(to, "Records per second", survey_rate(survey->index->counts.read, ns), NULL);
    lines_size(to, "Bytes of $MFT per second", survey_rate(survey_bytes(survey), ns));
    lines_size(to, "Peak memory", peak_memory());
}

static void put_source(const struct target *target, struct textbuf *to)
{
    textbuf_cstr(to, "Source: ");
    textbuf_shown(to, str_of(target->name));
    if (target->chosen)
        textbuf_format(to, ", partition %u", target->chosen->number);
    textbuf_char(to, '\n');
}

void summary_text(const struct survey *survey, const struct summary *summary, struct out *out)
{
    struct textbuf *to = &out->text;

    put_source(&survey->target, to);
    put_files(summary, to);
    put_bytes(summary, to);
    put_links(survey->index, summary, to);
    put_reparse(summary, to);
    put_system(summary, to);
    put_records(&survey->index->counts, to);
    put_findings(survey->index, summary, to);
    if (survey->index->want & WANT_DELETED)
        deletedlist_text(survey->index, out);
    put_speed(survey, to);
}
