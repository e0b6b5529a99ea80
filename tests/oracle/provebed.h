/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A volume, an overlay on it, and a batch that is made of rows of its index, carried out by
 * libntfs-3g, and proved.
 *
 *   provebed_begin(&bed, image, PROVEBED_PLENTY);
 *   store = provebed_mkdir(&bed, provebed_root(&bed), "store");
 *   provebed_link(&bed, row of a name, store, "a.txt");
 *   provebed_carry_out(&bed);
 *   provebed_expect(&bed, PROVE_HOLDS);        or provebed_prove(&bed, &proof)
 *   provebed_end(&bed);
 *
 * What fails, fails the test. Names are copied.
 */
#ifndef TESTS_ORACLE_PROVEBED_H
#define TESTS_ORACLE_PROVEBED_H

#include "mft/scan.h"
#include "src/prove.h"
#include "tests/support/storeplan.h"

#define PROVEBED_PLENTY (UINT64_C(4) << 30)

struct provebed {
    const char *image;
    struct source base;
    struct overlay *overlay;
    struct volume *volume;
    struct index *index;
    struct storeplan maker;
    struct machine_drive drive;
    struct machine machine;
    uint32_t *folders;    /* of the plan, for each row; PLAN_NONE: not yet */
    uint64_t *references; /* of the plan's folders, when they are carried out */
    uint32_t ncarried;    /* operations that succeeded */
    unsigned nworkers;
};

void provebed_begin(struct provebed *bed, const char *image, uint64_t limit_bytes);

/* The plan's folder for a folder of the index; its root. */
uint32_t provebed_folder(struct provebed *bed, uint32_t row);
uint32_t provebed_root(struct provebed *bed);

/* The row of the name that PATH leads to. */
uint32_t provebed_find(const struct provebed *bed, const char *path);

/* File rows with data or without, that are no folders and of users: the first NWANTED of those from
 * the row FROM on; how many. */
uint32_t provebed_files(const struct provebed *bed, uint32_t from, uint32_t nwanted,
                        uint32_t *rows_ret);

/* Operations. SOURCE and NAME_ROW are rows of names. */
uint32_t provebed_mkdir(struct provebed *bed, uint32_t folder, const char *name);
void provebed_link(struct provebed *bed, uint32_t source, uint32_t folder, const char *name);
void provebed_copy(struct provebed *bed, uint32_t folder, const char *name, uint32_t nbytes);
void provebed_move(struct provebed *bed, uint32_t source, uint32_t folder, const char *name);
void provebed_take(struct provebed *bed, enum plan_kind kind, uint32_t name_row);

/* Carries the batch out; returns errno of what failed first. */
int provebed_try(struct provebed *bed);

/* The same, and it must succeed. */
void provebed_carry_out(struct provebed *bed);

void provebed_prove(const struct provebed *bed, struct proof *proof_ret);

/* Proves it and frees the proof; the kind must be KIND. */
void provebed_expect(const struct provebed *bed, enum prove_kind kind);

/* A word for KIND. */
const char *provebed_word(enum prove_kind kind);

void provebed_end(struct provebed *bed);

#endif
