/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a volume holds, in numbers: see summary.h.
 */
#include "src/summary.h"

enum { SINGLE_BUCKETS = 5 /* 0 to 4 links have a bucket each */ };

uint32_t summary_bucket_first(unsigned bucket)
{
    return bucket < SINGLE_BUCKETS ? bucket : (UINT32_C(1) << (bucket - 3)) + 1;
}

uint32_t summary_bucket_last(unsigned bucket)
{
    return bucket == SUMMARY_BUCKETS - 1 ? UINT32_MAX : summary_bucket_first(bucket + 1) - 1;
}

static unsigned bucket_of(uint32_t links)
{
    unsigned bucket = SINGLE_BUCKETS;

    if (links < SINGLE_BUCKETS)
        return links;
    while (links > summary_bucket_last(bucket))
        bucket++;
    return bucket;
}

static struct summary_part *part_of(const struct index *index, uint32_t file, struct summary *s)
{
    return index->files.flags[file] & FILE_SYSTEM ? &s->system : &s->user;
}

static void count_links(struct summary *s, uint32_t file, uint32_t links, uint64_t size)
{
    s->links[bucket_of(links)]++;
    if (links >= 2) {
        s->multi_link_files++;
        s->multi_link_names += links;
        s->multi_link_unique += size;
        s->multi_link_naive += size * links;
    }
    if (links > s->most_links) {
        s->most_links = links;
        s->most_linked_file = file;
    }
}

static void count_file(const struct index *index, uint32_t file, struct summary *s)
{
    const struct file_rows *files = &index->files;
    struct summary_part *part = part_of(index, file, s);
    uint32_t links = index_links(index, file);
    unsigned flags = files->flags[file];

    part->names += links;
    if (flags & FILE_DIRECTORY) {
        part->folders++;
        return;
    }
    part->files++;
    part->unique += files->size[file];
    part->naive += files->size[file] * links;
    part->allocated += files->allocated[file];
    if (flags & FILE_SYSTEM)
        return;
    count_links(s, file, links, files->size[file]);
    s->resident += (flags & FILE_RESIDENT) != 0;
    s->sparse += (flags & FILE_SPARSE) != 0;
    s->compressed += (flags & FILE_COMPRESSED) != 0;
    s->encrypted += (flags & FILE_ENCRYPTED) != 0;
}

static void count_streams(const struct index *index, struct summary *s)
{
    const struct stream_rows *streams = &index->streams;

    for (uint32_t i = 0; i < streams->n; i++) {
        uint32_t file = streams->file[i];
        struct summary_part *part = part_of(index, file, s);

        /* $BadClus:$Bad spans the volume; what it allocates, if anything, holds no data. */
        if (!(index->files.flags[file] & FILE_IN_USE) ||
            index->files.record[file] == RECORD_BADCLUS)
            continue;
        part->streams++;
        part->stream_bytes += streams->size[i];
        part->stream_allocated += streams->allocated[i];
    }
}

/* The place of TAG among those met so far, which stay ascending. */
static struct summary_tag *tag_place(struct summary *s, uint32_t tag)
{
    uint32_t i = 0;

    while (i < s->ntags && s->tags[i].tag < tag)
        i++;
    if (i < s->ntags && s->tags[i].tag == tag)
        return &s->tags[i];
    if (s->ntags == SUMMARY_TAGS)
        return &s->tags[SUMMARY_TAGS - 1];
    for (uint32_t j = s->ntags++; j > i; j--)
        s->tags[j] = s->tags[j - 1];
    s->tags[i] = (struct summary_tag){.tag = tag};
    return &s->tags[i];
}

static void count_reparse(const struct index *index, struct summary *s)
{
    for (uint32_t i = 0; i < index->reparse.n; i++)
        if (index->files.flags[index->reparse.file[i]] & FILE_IN_USE)
            tag_place(s, index->reparse.tag[i])->files++;
}

static void count_findings(const struct index *index, struct summary *s)
{
    for (uint32_t i = 0; i < index->nfindings; i++) {
        struct summary_findings *kind = &s->findings[index->findings[i].kind];

        if (kind->n < SUMMARY_EXAMPLES)
            kind->examples[kind->n] = i;
        kind->n++;
    }
}

void summary_of(const struct index *index, struct summary *summary_ret)
{
    *summary_ret = (struct summary){.most_linked_file = INDEX_NONE};
    for (uint32_t file = 0; file < index->files.n; file++)
        if (index->files.flags[file] & FILE_IN_USE)
            count_file(index, file, summary_ret);
    count_streams(index, summary_ret);
    count_reparse(index, summary_ret);
    count_findings(index, summary_ret);
}
