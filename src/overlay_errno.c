/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An overlay in plain types: see overlay_errno.h. */
#include "src/overlay_errno.h"

#include "src/overlay.h"

#include <errno.h>

/* BEYOND: the number for a range that reaches beyond the end. */
static int number(enum status status, bool is_inside, int beyond)
{
    switch (status) {
    case STATUS_OK:
        return 0;
    case STATUS_NO_MEMORY:
        return ENOMEM;
    case STATUS_TOO_LARGE:
        return ENOSPC;
    case STATUS_TRUNCATED: /* of an inner range: the base has shrunk */
        return is_inside ? EIO : beyond;
    case STATUS_OPEN:
    case STATUS_IO:
    case STATUS_NOT_NTFS:
    case STATUS_BAD_BOOT:
    case STATUS_NO_MFT:
    case STATUS_DAMAGED:
    case STATUS_NOT_FOUND:
    case STATUS_ENCODED:
        return EIO;
    }
    return EIO;
}

int overlay_errno_read(struct overlay *overlay, uint64_t offset, void *buffer, size_t n)
{
    const bool is_inside = bytes_fit(offset, n, overlay_errno_size_bytes(overlay));

    return number(overlay_read_alone(overlay, offset, buffer, n), is_inside, EINVAL);
}

int overlay_errno_write(struct overlay *overlay, uint64_t offset, const void *bytes, size_t n)
{
    const bool is_inside = bytes_fit(offset, n, overlay_errno_size_bytes(overlay));

    return number(overlay_write(overlay, offset, bytes, n), is_inside, ENOSPC);
}

int overlay_errno_require(struct overlay *overlay, uint64_t bytes)
{
    return overlay_require(overlay, bytes) == STATUS_OK ? 0 : ENOSPC;
}

uint64_t overlay_errno_size_bytes(const struct overlay *overlay)
{
    return overlay_source(overlay).size_bytes;
}

uint32_t overlay_errno_sector_bytes(const struct overlay *overlay)
{
    return overlay_source(overlay).sector_bytes;
}
