/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words for each status. */
#include "mft/status.h"

#include <stddef.h>

const char *status_text(enum status status)
{
    switch (status) {
    case STATUS_OK:
        return "done";
    case STATUS_NO_MEMORY:
        return "not enough memory";
    case STATUS_OPEN:
        return "cannot be opened";
    case STATUS_IO:
        return "cannot be read";
    case STATUS_NOT_NTFS:
        return "is not an NTFS volume";
    case STATUS_BAD_BOOT:
        return "has an NTFS boot sector whose numbers cannot be";
    case STATUS_NO_MFT:
        return "has no usable $MFT record 0, nor a usable mirror of it";
    case STATUS_TRUNCATED:
        return "ends before data that are needed";
    case STATUS_DAMAGED:
        return "is damaged where it must be read";
    case STATUS_NOT_FOUND:
        return "has no such file or attribute";
    case STATUS_TOO_LARGE:
        return "has more files or names than can be numbered";
    case STATUS_ENCODED:
        return "holds data in a form that mftlink does not read";
    }
    return NULL;
}
