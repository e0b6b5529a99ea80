/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An NTFS volume, or a bare dump of its $MFT, opened for reading: geometry, and where each record
 * lies.
 *
 *   struct volume *volume;
 *   status = volume_open(&source, &volume);      a volume: its boot sector, $MFT's runs,
 * $MFT:$BITMAP status = volume_open_dump(&source, &volume); a bare $MFT status =
 * volume_read_record(volume, 5, buffer, &state); volume_close(volume);
 *
 * A volume is read-only once opened and may be read by any number of threads. It borrows the
 * source.
 */
#ifndef MFT_VOLUME_H
#define MFT_VOLUME_H

#include "mft/boot.h"
#include "mft/finding.h"
#include "mft/record.h"
#include "mft/runlist.h"
#include "mft/source.h"

struct volume {
    const struct source *source;
    bool is_dump;             /* a bare $MFT: only record_bytes and nrecords say something */
    struct geometry geometry; /* of a dump: sector and cluster are one record */
    struct runlist mft_runs;  /* $MFT's unnamed $DATA, in clusters */
    uint8_t *mirror_record;  /* $MFT's own record from $MFTMirr, as on the disk; NULL: not needed */
    uint64_t mft_bytes;      /* of $MFT that are initialised: what is read */
    uint64_t mft_data_bytes; /* $MFT's data size */
    uint64_t nrecords;
    struct bytes mft_bitmap;    /* $MFT:$BITMAP; n == 0 where there is none */
    struct finding findings[8]; /* of the volume itself */
    uint32_t nfindings;
    struct arena arena;
};

/* What lies in a chunk that could not be read. */
struct volume_gaps {
    uint64_t *unreadable; /* a bit for each record of the chunk, at least NRECORDS / 64 + 1 words */
    bool any;
};

/*
 * Opens the volume that SOURCE holds from its first byte on. STATUS_NOT_NTFS, STATUS_BAD_BOOT,
 * STATUS_NO_MFT, STATUS_TRUNCATED ($MFT lies behind the end), STATUS_IO, STATUS_NO_MEMORY.
 */
enum status volume_open(const struct source *source, struct volume **volume_ret);

/*
 * Opens SOURCE as a bare $MFT; the record size is found from the records. STATUS_NOT_FOUND where it
 * does not look like one.
 */
enum status volume_open_dump(const struct source *source, struct volume **volume_ret);

void volume_close(struct volume *volume);

/* Byte offset of record NUMBER's first byte in the source; UINT64_MAX where no place is known. */
uint64_t volume_record_offset(const struct volume *volume, uint64_t number);

/*
 * Reads N records from FIRST on into BUFFER, as they lie on the disk; record 0 from the mirror
 * where its own place is unusable. Records that cannot be read are zeros and marked in GAPS. first
 * + n <= nrecords.
 */
void volume_read_records(const struct volume *volume, uint64_t first, uint32_t n, uint8_t *buffer,
                         struct volume_gaps *gaps);

/*
 * Reads record NUMBER into BUFFER (geometry.record_bytes) and undoes its fix-ups. STATUS_NOT_FOUND
 * for a number that $MFT does not have, STATUS_IO, STATUS_TRUNCATED; else STATUS_OK and what the
 * record is.
 */
enum status volume_read_record(const struct volume *volume, uint64_t number, uint8_t *buffer,
                               enum record_state *state_ret);

/* Does $MFT:$BITMAP call record NUMBER used? True also where there is no bitmap. */
bool volume_bitmap_has(const struct volume *volume, uint64_t number);

/* Notes a finding of the volume itself; for the files that open one. */
void volume_note(struct volume *volume, enum finding_kind kind, uint64_t offset, uint64_t detail);

#endif
