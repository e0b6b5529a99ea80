/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts to names: see backend_ntfs_text.h. */
#define _GNU_SOURCE /* struct timespec and mode_t in the library's headers */
#include "src/backend_ntfs_text.h"

#include <errno.h>

enum { NAME_BYTES_MAX = NTFS_MAX_NAME_LEN * TEXT_BYTES_PER_UNIT_MAX };

/* What is not WTF-8 does not come back as it was. */
static bool is_faithful(struct str text, const struct backend_ntfs_name *name)
{
    char back[NAME_BYTES_MAX];
    const size_t n = text_from_utf16((const uint8_t *)name->units, name->n, back);

    return str_equal(text, (struct str){back, n});
}

static int convert(struct str text, struct backend_ntfs_name *name_ret)
{
    uint16_t units[NAME_BYTES_MAX];
    size_t n;

    if (text.n > NAME_BYTES_MAX)
        return EINVAL;
    n = text_to_utf16(text, units);
    if (n > NTFS_MAX_NAME_LEN)
        return EINVAL;
    name_ret->n = (u8)n;
    for (size_t i = 0; i < n; i++)
        name_ret->units[i] = cpu_to_le16(units[i]);
    return is_faithful(text, name_ret) ? 0 : EINVAL;
}

static bool is_plain(struct str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (text.at[i] == '\0' || text.at[i] == '/' || text.at[i] == '\\' || text.at[i] == ':')
            return false;
    return true;
}

int backend_ntfs_text_name(struct str text, struct backend_ntfs_name *name_ret)
{
    if (text.n == 0 || !is_plain(text) || str_equal(text, str_of(".")) ||
        str_equal(text, str_of("..")))
        return EINVAL;
    return convert(text, name_ret);
}

int backend_ntfs_text_stream(struct str text, struct backend_ntfs_name *name_ret)
{
    return convert(text, name_ret);
}
