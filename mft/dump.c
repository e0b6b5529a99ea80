/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How large the records of a bare $MFT are, and how many there are. */
#include "mft/dump.h"

#include "mft/attribute.h"

enum { DUMP_PROBE_RECORDS = 64 }; /* records looked at to find their size */

/* How many of the first records of a dump would be records of RECORD_BYTES each. */
static unsigned count_likely_records(const struct source *source, uint32_t record_bytes)
{
    unsigned n = 0;
    uint8_t header[RECORD_HEADER_BYTES];

    for (unsigned i = 0; i < DUMP_PROBE_RECORDS; i++) {
        if (source_read_all(source, (uint64_t)i * record_bytes, header, sizeof header) != STATUS_OK)
            break;
        n += (memcmp(header, "FILE", 4) == 0 || memcmp(header, "BAAD", 4) == 0) &&
             bytes_u32(header + RECORD_BYTES_ALLOCATED) == record_bytes;
    }
    return n;
}

static uint32_t likely_record_bytes(const struct source *source)
{
    unsigned most = 0;
    uint32_t best = 0;

    for (uint32_t size = RECORD_BYTES_MIN; size <= RECORD_BYTES_MAX; size *= 2) {
        unsigned n = count_likely_records(source, size);

        if (n > most) {
            most = n;
            best = size;
        }
    }
    return best;
}

/* What lies behind the initialised size that record 0 tells is not part of $MFT. */
static uint64_t dump_bytes(const struct volume *v)
{
    uint8_t record[RECORD_BYTES_MAX];
    struct attribute data;
    uint32_t at;

    if (source_read_all(v->source, 0, record, v->geometry.record_bytes) == STATUS_OK &&
        record_fix(record, v->geometry.record_bytes, &at) == RECORD_USED &&
        record_base(record) == 0 && attribute_find(record, ATTR_DATA, "", &data) == STATUS_OK &&
        data.is_nonresident && attribute_initialized(&data) >= v->geometry.record_bytes &&
        attribute_initialized(&data) < v->source->size_bytes)
        return attribute_initialized(&data);
    return v->source->size_bytes;
}

enum status dump_measure(struct volume *v)
{
    uint32_t record_bytes = likely_record_bytes(v->source);
    struct run *run = arena_grow(&v->arena, NULL, sizeof *run);

    if (!run)
        return STATUS_NO_MEMORY;
    if (record_bytes == 0)
        return STATUS_NOT_FOUND;
    v->is_dump = true;
    v->geometry = (struct geometry){
        .sector_bytes = FIXUP_STRIDE, .cluster_bytes = record_bytes, .record_bytes = record_bytes};
    v->mft_bytes = v->mft_data_bytes = dump_bytes(v);
    v->nrecords = v->geometry.nclusters = v->mft_bytes / record_bytes;
    *run = (struct run){.nclusters = v->nrecords};
    v->mft_runs = (struct runlist){.runs = run, .n = 1, .capacity = 1};
    return v->nrecords > UINT32_MAX ? STATUS_TOO_LARGE : STATUS_OK;
}
