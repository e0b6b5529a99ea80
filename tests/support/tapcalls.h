/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whatever our own objects write to files in one folder, seen and decided about call by call.
 *
 *   tapcalls_begin("/tmp/folder", decide, context);
 *   ... command_main(argc, argv) ...
 *   tapcalls_end();
 *
 * For programs that are linked with --wrap of open, write, pwrite, ftruncate, fsync, rename,
 * renameat2 and unlink (the Makefile names them). Files elsewhere, and libraries, are not seen.
 * Nothing is synced really: the tests' power does not fail.
 */
#ifndef TESTS_SUPPORT_TAPCALLS_H
#define TESTS_SUPPORT_TAPCALLS_H

#include "mft/bytes.h"

enum tapcalls_kind {
    TAPCALLS_CREATE, /* a new file that is empty */
    TAPCALLS_WRITE,
    TAPCALLS_CUT,  /* the file gets SIZE bytes */
    TAPCALLS_SYNC, /* of a file or a folder */
    TAPCALLS_RENAME,
    TAPCALLS_UNLINK,
};

struct tapcalls_call {
    enum tapcalls_kind kind;
    const char *path, *to; /* TO: of a rename. Absolute, without links in them */
    uint64_t offset, size;
    struct bytes bytes;
};

enum { TAPCALLS_GO = 0, TAPCALLS_SKIP = -1 };

/* What becomes of a call: TAPCALLS_GO; TAPCALLS_SKIP: it is not done, and says that it was; an
 * errno, with which it fails. */
typedef int tapcalls_decide(void *context, const struct tapcalls_call *call);

/* FOLDER is absolute, without links in it, and borrowed. One tap at a time. Threads may call
 * meanwhile, DECIDE is called by one after the other. */
void tapcalls_begin(const char *folder, tapcalls_decide *decide, void *context);

void tapcalls_end(void);

#endif
