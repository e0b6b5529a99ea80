/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Versions of programs: see peversion.h. Little-endian
 *
 *   DOS header       "MZ"; u32 at 0x3C where the PE header is
 *   PE header        "PE\0\0", then the COFF header: u16 at 6 the number of sections, at 20 the
 *                    length of the optional header
 *   optional header  u16 its kind: PE32 or PE32+; u32 the number of data directories, then these:
 *                    u32 RVA, u32 length each, the third of them for resources
 *   section table    40 bytes each: u32 at 12 its RVA, at 16 how many bytes the file has of it, at
 *                    20 where
 *
 * An RVA is a place in the image as it is loaded; what the file does not have of a section is zeros
 * there, and nobody puts resources among them.
 *
 * Resources are a tree of exactly three levels: kind, name, language. A table of it has 16 bytes,
 * u16 at 12 the number of entries with names, at 14 of those with numbers, which follow in this
 * order with 8 bytes each: u32 name or number, u32 link. A link leads to a table where its highest
 * bit is set, else to a data entry, counted from where the topmost table is. Data entry: u32 RVA,
 * u32 length, 8 bytes more.
 *
 * Version resource: u16 its length, u16 that of the fixed part (0: none), u16 that does not matter,
 * the key in UTF-16 with a zero, 2 bytes that align, the fixed part: u32 signature, u32, then u32
 * each the upper and lower half of the file's version and of the product's.
 */
#include "src/peversion.h"

enum {
    DOS_BYTES = 0x40,
    DOS_SIGNATURE = 0x5A4D, /* "MZ" */
    PE_AT = 0x3C,

    PE_BYTES = 24,
    PE_SIGNATURE = 0x4550, /* "PE\0\0" */
    NSECTIONS_AT = 6,
    OPTIONAL_BYTES_AT = 20,

    OPTIONAL_PE32 = 0x10B,
    OPTIONAL_PE32_PLUS = 0x20B,
    DIRECTORIES_AT = 96, /* behind their number */
    DIRECTORIES_AT_PLUS = 112,
    RESOURCES_NO = 2, /* from 0 */
    DIRECTORY_BYTES = 8,

    SECTION_BYTES = 40,

    TABLE_BYTES = 16,
    ENTRY_BYTES = 8,
    DATA_ENTRY_BYTES = 16,
    RT_VERSION = 16,

    INFO_KEY_AT = 6,
    INFO_FIXED_AT = 40,
    FIXED_BYTES = 52,
};

#define LINK_TO_TABLE   UINT32_C(0x80000000)
#define FIXED_SIGNATURE UINT32_C(0xFEEF04BD)

struct image {
    struct bytes bytes;
    struct bytes sections; /* SECTION_BYTES each */
    uint32_t resources;    /* RVA of the topmost table */
};

/* ---- Places ---- */

/* N bytes at OFF of BYTES; false: it has not so many. */
static bool view(struct bytes bytes, uint64_t off, size_t n, struct bytes *view_ret)
{
    if (!bytes_fit(off, n, bytes.n))
        return false;
    *view_ret = (struct bytes){bytes.at + off, n};
    return true;
}

/* N bytes at RVA, all of one section; false: the file has not so many. */
static bool view_loaded(const struct image *image, uint64_t rva, size_t n, struct bytes *view_ret)
{
    for (size_t at = 0; at < image->sections.n; at += SECTION_BYTES) {
        const uint8_t *section = image->sections.at + at;
        const uint32_t begin = bytes_u32(section + 12);

        if (rva >= begin && bytes_fit(rva - begin, n, bytes_u32(section + 16)))
            return view(image->bytes, bytes_u32(section + 20) + (rva - begin), n, view_ret);
    }
    return false;
}

/* ---- Headers ---- */

static enum status find_resources(struct bytes optional, uint32_t *rva_ret)
{
    const unsigned kind = optional.n >= 2 ? bytes_u16(optional.at) : 0;
    const size_t directories = kind == OPTIONAL_PE32_PLUS ? DIRECTORIES_AT_PLUS : DIRECTORIES_AT;
    struct bytes directory;

    if (kind != OPTIONAL_PE32 && kind != OPTIONAL_PE32_PLUS)
        return STATUS_NOT_FOUND;
    if (optional.n < directories)
        return STATUS_DAMAGED;
    if (bytes_u32(optional.at + directories - 4) <= RESOURCES_NO)
        return STATUS_NOT_FOUND;
    if (!view(optional, directories + (size_t)RESOURCES_NO * DIRECTORY_BYTES, DIRECTORY_BYTES,
              &directory))
        return STATUS_DAMAGED;
    if (bytes_u32(directory.at) == 0)
        return STATUS_NOT_FOUND;
    *rva_ret = bytes_u32(directory.at);
    return STATUS_OK;
}

/* Programs for DOS begin with "MZ", too, and have anything where others say where "PE" is. */
static enum status read_headers(struct bytes bytes, struct image *image_ret)
{
    struct image image = {.bytes = bytes};
    struct bytes dos, pe, optional;
    enum status status;
    uint64_t off;

    if (!view(bytes, 0, DOS_BYTES, &dos) || bytes_u16(dos.at) != DOS_SIGNATURE)
        return STATUS_NOT_FOUND;
    off = bytes_u32(dos.at + PE_AT);
    if (!view(bytes, off, PE_BYTES, &pe) || bytes_u32(pe.at) != PE_SIGNATURE)
        return STATUS_NOT_FOUND;
    off += PE_BYTES;
    if (!view(bytes, off, bytes_u16(pe.at + OPTIONAL_BYTES_AT), &optional))
        return STATUS_DAMAGED;
    status = find_resources(optional, &image.resources);
    if (status != STATUS_OK)
        return status;
    off += optional.n;
    if (!view(bytes, off, (size_t)SECTION_BYTES * bytes_u16(pe.at + NSECTIONS_AT), &image.sections))
        return STATUS_DAMAGED;
    *image_ret = image;
    return STATUS_OK;
}

/* ---- Resources ---- */

/* The entries of the table that LINK leads to, and how many of them have names. */
static bool view_table(const struct image *image, uint32_t link, size_t *nnames_ret,
                       struct bytes *entries_ret)
{
    const uint64_t rva = (uint64_t)image->resources + (link & ~LINK_TO_TABLE);
    struct bytes table;
    size_t nentries;

    if (!(link & LINK_TO_TABLE) || !view_loaded(image, rva, TABLE_BYTES, &table))
        return false;
    *nnames_ret = bytes_u16(table.at + 12);
    nentries = *nnames_ret + bytes_u16(table.at + 14);
    return view_loaded(image, rva + TABLE_BYTES, nentries * ENTRY_BYTES, entries_ret);
}

static enum status find_versions(const struct image *image, uint32_t *link_ret)
{
    struct bytes kinds;
    size_t nnames;

    if (!view_table(image, LINK_TO_TABLE, &nnames, &kinds))
        return STATUS_DAMAGED;
    for (size_t at = nnames * ENTRY_BYTES; at < kinds.n; at += ENTRY_BYTES)
        if (bytes_u32(kinds.at + at) == RT_VERSION) {
            *link_ret = bytes_u32(kinds.at + at + 4);
            return STATUS_OK;
        }
    return STATUS_NOT_FOUND;
}

/* From the link to a table to that of the table's first entry. */
static bool first_of(const struct image *image, uint32_t link, uint32_t *first_ret)
{
    struct bytes entries;
    size_t nnames;

    if (!view_table(image, link, &nnames, &entries) || entries.n == 0)
        return false;
    *first_ret = bytes_u32(entries.at + 4);
    return true;
}

static bool view_data(const struct image *image, uint32_t link, struct bytes *data_ret)
{
    struct bytes entry;

    return !(link & LINK_TO_TABLE) &&
           view_loaded(image, (uint64_t)image->resources + link, DATA_ENTRY_BYTES, &entry) &&
           view_loaded(image, bytes_u32(entry.at), bytes_u32(entry.at + 4), data_ret);
}

static enum status find_info(const struct image *image, struct bytes *info_ret)
{
    uint32_t names, languages, data;
    enum status status = find_versions(image, &names);

    if (status != STATUS_OK)
        return status;
    if (!first_of(image, names, &languages) || !first_of(image, languages, &data) ||
        !view_data(image, data, info_ret))
        return STATUS_DAMAGED;
    return STATUS_OK;
}

/* ---- Version resource ---- */

static enum status view_fixed(struct bytes info, struct bytes *fixed_ret)
{
    /* It ends with a zero of two bytes: the last one here, and C's. */
    static const uint8_t key[] = "V\0S\0_\0V\0E\0R\0S\0I\0O\0N\0_\0I\0N\0F\0O\0\0";
    struct bytes fixed;
    size_t nfixed;

    if (info.n < 2 || !view(info, 0, bytes_u16(info.at), &info) || info.n < INFO_FIXED_AT ||
        memcmp(info.at + INFO_KEY_AT, key, sizeof key) != 0)
        return STATUS_DAMAGED;
    nfixed = bytes_u16(info.at + 2);
    if (nfixed == 0)
        return STATUS_NOT_FOUND;
    if (nfixed < FIXED_BYTES || !view(info, INFO_FIXED_AT, nfixed, &fixed) ||
        bytes_u32(fixed.at) != FIXED_SIGNATURE)
        return STATUS_DAMAGED;
    *fixed_ret = fixed;
    return STATUS_OK;
}

static uint64_t four_numbers(const uint8_t *at)
{
    return (uint64_t)bytes_u32(at) << 32 | bytes_u32(at + 4);
}

enum status peversion_read(struct bytes bytes, struct peversion *version_ret)
{
    struct image image;
    struct bytes info, fixed;
    enum status status = read_headers(bytes, &image);

    if (status == STATUS_OK)
        status = find_info(&image, &info);
    if (status == STATUS_OK)
        status = view_fixed(info, &fixed);
    if (status == STATUS_OK)
        *version_ret = (struct peversion){four_numbers(fixed.at + 8), four_numbers(fixed.at + 16)};
    return status;
}
