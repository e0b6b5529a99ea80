/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a volume holds, in numbers: one pass over the columns of an index.
 *
 *   struct summary summary;
 *   summary_of(index, &summary);
 *   summary_text(...), summary_json(...)        see summary_text.h and summary_json.h
 *
 * Users' files and the file system's own are counted apart, since $BadClus and its like claim sizes
 * that nobody stored. Deleted files count nowhere here but in the index's own counts.
 */
#ifndef SRC_SUMMARY_H
#define SRC_SUMMARY_H

#include "mft/index.h"

enum {
    SUMMARY_BUCKETS = 16, /* 0, 1, 2, 3, 4 links, 5-8, 9-16, ... 2049-4096, more */
    SUMMARY_TAGS = 48,    /* different reparse tags; further ones share the last place */
    SUMMARY_EXAMPLES = 3, /* findings of one kind that are shown */
};

/* All sizes in bytes. A file here is a base record in use that is no folder. */
struct summary_part {
    uint64_t files, folders;
    uint64_t names;     /* of files and folders, DOS names left out */
    uint64_t naive;     /* size x names: what adding up a listing gives */
    uint64_t unique;    /* each file's size once */
    uint64_t allocated; /* clusters of the unnamed streams; 0 for resident ones */
    uint64_t streams;   /* named data streams, of files and folders */
    uint64_t stream_bytes;
    uint64_t stream_allocated;
};

struct summary_tag {
    uint32_t tag;
    uint64_t files; /* and folders */
};

struct summary_findings {
    uint64_t n;
    uint32_t examples[SUMMARY_EXAMPLES]; /* places in index->findings; the first N are set */
};

struct summary {
    struct summary_part user, system;
    uint64_t multi_link_files; /* users' files with two or more names */
    uint64_t multi_link_names; /* and how many names these have */
    uint64_t multi_link_unique, multi_link_naive;
    uint64_t links[SUMMARY_BUCKETS]; /* users' files by their number of names */
    uint32_t most_links;
    uint32_t most_linked_file;                        /* row; INDEX_NONE where there is none */
    uint64_t resident, sparse, compressed, encrypted; /* users' files */
    struct summary_tag tags[SUMMARY_TAGS];            /* ascending by tag */
    uint32_t ntags;
    struct summary_findings findings[FINDING_KINDS];
};

void summary_of(const struct index *index, struct summary *summary_ret);

/* The first and last number of links that BUCKET counts; the last bucket has no last: UINT32_MAX.
 */
uint32_t summary_bucket_first(unsigned bucket);
uint32_t summary_bucket_last(unsigned bucket);

#endif
