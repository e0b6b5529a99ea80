/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * FILE records, run lists, attribute lists and index nodes, built in memory byte by byte.
 *
 *   uint8_t *record = forge_record(1024, &(struct forge_header){.number = 30, .sequence = 2});
 *   forge_standard_information(record, SI_BYTES, 0x20, 0x100);
 *   forge_file_name(record, reference_of(5, 5), NAMESPACE_POSIX, "a.txt");
 *   forge_resident(record, ATTR_DATA, "", "hello", 5);
 *   forge_seal(record);                 applies the fix-ups: now it is as on the disk
 *   free(record);
 *
 * A record has exactly its size on the heap, so that a sanitizer sees whoever reads behind it. It
 * is valid after each call, and each forge_* that adds an attribute returns its offset in the
 * record, where a test can break it. Attributes must be added in the order of their types. What
 * does not fit aborts: tests are wrong then, not the code under test. No state is kept anywhere.
 */
#ifndef TESTS_SUPPORT_FORGE_H
#define TESTS_SUPPORT_FORGE_H

#include "mft/bytes.h"
#include "mft/layout.h"
#include "mft/layout_attribute.h"

struct forge_header {
    uint64_t number;
    uint64_t base;     /* reference; 0: a base record */
    uint16_t sequence; /* 0: 1 */
    uint16_t flags;    /* beyond RECORD_IN_USE */
    uint16_t links;
    bool is_free; /* not in use */
    bool is_old;  /* update sequence array at 0x2A, no record number */
};

struct forge_run {
    uint64_t lcn; /* UINT64_MAX: a hole */
    uint64_t nclusters;
};

/* A non-resident attribute's extent; sizes of 0 follow from the runs and the cluster size. */
struct forge_extent {
    const struct forge_run *runs;
    size_t nruns;
    uint32_t cluster_bytes;
    uint64_t lowest_vcn;
    uint64_t data_bytes, initialized_bytes;
    uint16_t flags; /* ATTR_SPARSE, ATTR_COMPRESSED, ... */
};

void forge_put16(uint8_t *at, uint16_t value);
void forge_put32(uint8_t *at, uint32_t value);
void forge_put64(uint8_t *at, uint64_t value);

/* Writes TEXT as UTF-16LE to OUT; returns the units. */
size_t forge_utf16(const char *text, uint8_t *out);

/* A copy of N bytes on the heap, exactly as large as they are (1 byte for none). */
uint8_t *forge_copy(const void *bytes, size_t n);

/* A record with nothing but its header and end mark, on the heap or at RECORD. */
uint8_t *forge_record(uint32_t record_bytes, const struct forge_header *header);
void forge_record_at(uint8_t *record, uint32_t record_bytes, const struct forge_header *header);

/* Takes the tails of the 512-byte pieces into the update sequence array; the other puts them back.
 */
void forge_seal(uint8_t *record);
void forge_unseal(uint8_t *record);

uint32_t forge_resident(uint8_t *record, uint32_t type, const char *name, const void *value,
                        size_t n);
uint32_t forge_nonresident(uint8_t *record, uint32_t type, const char *name,
                           const struct forge_extent *extent);
uint32_t forge_standard_information(uint8_t *record, uint32_t nbytes, uint32_t dos_attributes,
                                    uint32_t security_id);
uint32_t forge_file_name(uint8_t *record, uint64_t parent, uint8_t name_space, const char *name);
uint32_t forge_reparse(uint8_t *record, uint32_t tag);

/* Writes a $FILE_NAME value to OUT (66 + 2 * 255 bytes); returns its size. */
size_t forge_file_name_value(uint64_t parent, uint8_t name_space, const char *name, uint8_t *out);

/* Writes mapping pairs with their end mark to OUT (17 bytes a run and one); returns their size. */
size_t forge_pairs(const struct forge_run *runs, size_t n, uint8_t *out);

/* Writes one entry of an attribute list to OUT; returns its size. */
size_t forge_list_entry(uint8_t *out, uint32_t type, const char *name, uint64_t lowest_vcn,
                        uint64_t reference, uint16_t id);

/* Writes one index entry for a file name to OUT, or the last one of a node; returns its size. */
size_t forge_index_entry(uint8_t *out, uint64_t reference, uint64_t parent, uint8_t name_space,
                         const char *name);
size_t forge_index_end(uint8_t *out);

/* Writes the value of an $INDEX_ROOT over the NENTRIES bytes of entries to OUT; returns its size.
 */
size_t forge_index_root(uint8_t *out, uint32_t block_bytes, const uint8_t *entries,
                        size_t nentries);

/* Makes the BLOCK_BYTES at BLOCK an INDX block with these entries and this VCN, and seals it. */
void forge_index_block(uint8_t *block, uint32_t block_bytes, uint64_t vcn, const uint8_t *entries,
                       size_t nentries);

#endif
