/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Why a call could not be carried out: the second of the three error classes.
 *
 *   a caller's bug       assert, never a status
 *   the world failed     a status, handed up to the command, which says one sentence
 *   the data are damaged a finding (finding.h); the work goes on
 *
 * Every function that can fail returns enum status and leaves its outputs untouched unless it
 * returns STATUS_OK.
 */
#ifndef MFT_STATUS_H
#define MFT_STATUS_H

enum status {
    STATUS_OK,
    STATUS_NO_MEMORY, /* an allocation failed */
    STATUS_OPEN,      /* the source cannot be opened; errno says why */
    STATUS_IO,        /* the source could be opened but not read; errno says why */
    STATUS_NOT_NTFS,  /* no NTFS boot sector, neither primary nor backup, and no bare $MFT */
    STATUS_BAD_BOOT,  /* a boot sector names NTFS, but its numbers cannot be */
    STATUS_NO_MFT,    /* neither $MFT's record 0 nor its mirror can be used */
    STATUS_TRUNCATED, /* what is needed lies behind the end of the source */
    STATUS_DAMAGED,   /* a structure that this call needs is malformed */
    STATUS_NOT_FOUND, /* no such record, attribute, file or path */
    STATUS_TOO_LARGE, /* more rows than 32-bit ids can number */
    STATUS_ENCODED,   /* data that are compressed, encrypted, or stored elsewhere */
};

/* A few constant English words for STATUS, without a full stop; for sentences of the program. */
const char *status_text(enum status status);

#endif
