/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What carries operations of a plan out on one volume: a small table of functions, one set for each
 * way to write (docs/APPLY.md, "Back-ends").
 *
 *   why = backend_ntfs_open(overlay, folders, nfolders, &backend);     or _posix_, _model_
 *   why = backend->calls->link(backend, &item);
 *   why = backend->calls->finish(backend);            nothing is certain before
 *   backend->calls->close(backend);                   in any case
 *
 * Calls return 0 or an errno, after which nothing but close may follow. A back-end is told all
 * folders of the plan when it is opened, and finds each when it is first needed: by the name it has
 * in its parent, letter by letter, so that one that an operation makes is found once it is made.
 * Folders stay open while operations follow each other there. No call follows a link or a junction,
 * replaces a name, or takes away more than its name says.
 *
 * Nothing here is of mft/status.h or planner/plan.h: libntfs-3g has names of theirs. One thread.
 * Folders and texts are borrowed until the back-end is closed.
 */
#ifndef SRC_BACKEND_H
#define SRC_BACKEND_H

#include "mft/text.h"
#include "src/backend_feature.h"

#define BACKEND_NONE UINT32_MAX

struct backend_resume;
struct content;

/* A folder of the plan. Parents stand before what is in them. */
struct backend_folder {
    uint32_t parent; /* BACKEND_NONE: the root of the volume */
    struct str name; /* WTF-8: in its parent */
};

/* What there is to do: the operation of a plan, in words of this table. */
struct backend_item {
    uint32_t folder, from_folder;     /* FROM_FOLDER: BACKEND_NONE where there is no source here */
    struct str name, from_name;       /* an empty FROM_NAME: the root */
    uint64_t reference;               /* of the source; 0: there is none */
    uint64_t size, created, modified; /* that the source must have, as in plan_expect */
    uint32_t attributes;
    uint32_t security_id; /* in $Secure; 0: not known */
    /* Of a folder without a source CREATED, MODIFIED, ATTRIBUTES and SECURITY_ID are to be given,
     * where the back-end can; 0: as a new folder has them. */
    struct bytes given, had; /* security descriptors; n == 0: none. GIVEN: that it gets, whatever
                                its source has; HAD: that the source must have */
    uint32_t links;          /* of the source, DOS names counted; 0: whatever it is */
    bool is_like_parent;     /* a folder gets the descriptor of the one that it is in */
    bool is_just_made;       /* only the reference of the source must be right */
};

/* What was made, for the journal and the manifest: record and sequence number, or the first alone.
 */
struct backend_made {
    uint64_t reference;
};

struct backend;

struct backend_calls {
    const char *word; /* "ntfs" */
    /* Makes the folder NAME, with attributes, times and security descriptor of its source, or the
     * attributes of ITEM and the descriptor of the folder that it is in. EEXIST. */
    int (*make_folder)(struct backend *backend, const struct backend_item *item,
                       struct backend_made *made_ret);

    /* Gives the file of REFERENCE the further name NAME. ESTALE: the source is not what ITEM says;
     * EEXIST, EMLINK. */
    int (*link)(struct backend *backend, const struct backend_item *item);

    /* Opens the source of ITEM for reading: content.h. ESTALE. */
    int (*open_content)(struct backend *backend, const struct backend_item *item,
                        struct content **content_ret);

    /* Makes the file NAME of CONTENT, from wherever it is; complete, or not at all. EEXIST. */
    int (*copy)(struct backend *backend, const struct backend_item *item, struct content *content,
                struct backend_made *made_ret);

    /* Makes the file NAME with BYTES in it. EEXIST. */
    int (*write)(struct backend *backend, const struct backend_item *item, struct bytes bytes,
                 struct backend_made *made_ret);

    /* The source gets the name NAME for FROM_NAME. EEXIST, ESTALE. */
    int (*move)(struct backend *backend, const struct backend_item *item);

    /* Takes NAME away from the file of REFERENCE, which keeps others; its read-only attribute stays
     * and does not matter. ESTALE; EMLINK: it would be its last one. */
    int (*unlink)(struct backend *backend, const struct backend_item *item);

    /* Takes away NAME and with it the file of REFERENCE, which has no other. ESTALE: it has. */
    int (*delete)(struct backend *backend, const struct backend_item *item);

    /* Takes away the folder NAME of REFERENCE. ENOTEMPTY, ESTALE. */
    int (*remove_folder)(struct backend *backend, const struct backend_item *item);

    /* Gives the source, a file that has the descriptor HAD, the descriptor GIVEN. ESTALE: it has
     * another one. */
    int (*secure)(struct backend *backend, const struct backend_item *item);

    /* All that was done is written: to the overlay, or by the system to the disk. After the call of
     * an ntfs back-end nothing may follow but close; the others go on. */
    int (*finish)(struct backend *backend);

    void (*close)(struct backend *backend);
};

/* Each back-end has this at its beginning. */
struct backend {
    const struct backend_calls *calls;
    const struct backend_resume *resume; /* NULL where all is done or nothing */
    unsigned features;
};

#endif
