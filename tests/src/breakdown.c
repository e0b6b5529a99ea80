/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The HardLink Scanner's form, character for character. */
#include "src/breakdown.h"

#include "mft/layout.h"

#include <criterion/criterion.h>

static void expect(const struct linkgroup *group, const char *title, const char *expected)
{
    struct textbuf to = {0};

    breakdown_text(group, str_of(title), &to);
    cr_expect(str_equal(textbuf_view(&to), str_of(expected)), "\n%.*s", (int)to.n, to.at);
    textbuf_free(&to);
}

Test(breakdown, form)
{
    const struct str names[] = {
        str_of("\\Users\\JohnDoe\\Documents\\Managing_Shims.docx"),
        str_of("\\Windows.old\\Documents and Settings\\JohnDoe\\My Documents\\Managing_Shims.docx"),
        str_of("\\migdata\\USMT\\File\\C$\\Documents and Settings\\JohnDoe\\My "
               "Documents\\Managing_Shims.docx"),
    };
    const struct linkgroup group = {
        .reference = UINT64_C(0x1000000004117),
        .size = 360396,
        .naive = 1081188,
        .kind = "normal",
        .names = names,
        .n = 3,
    };

    expect(&group,
           "c:\\migdata\\USMT\\File\\C$\\Documents and Settings\\JohnDoe\\My "
           "Documents\\Managing_Shims.docx",
           "Breakdown for \"c:\\migdata\\USMT\\File\\C$\\Documents and Settings\\JohnDoe\\My "
           "Documents\\Managing_Shims.docx\"\n"
           "  Unique ID:     1000000004117\n"
           "  Hardlink count:            3\n"
           "  Naive file size:   1,081,188 bytes\n"
           "  Unique file size:    360,396 bytes\n"
           "  Kind of file:         normal\n"
           "  Filenames:\n"
           "    \\Users\\JohnDoe\\Documents\\Managing_Shims.docx\n"
           "    \\Windows.old\\Documents and Settings\\JohnDoe\\My "
           "Documents\\Managing_Shims.docx\n"
           "    \\migdata\\USMT\\File\\C$\\Documents and Settings\\JohnDoe\\My "
           "Documents\\Managing_Shims.docx\n");
}

/* The column moves to the right for all lines where one value needs it. */
Test(breakdown, wide_values)
{
    const struct str name = str_of("\\a");
    const struct linkgroup group = {
        .reference = UINT64_C(0xFFFF000000000018),
        .size = UINT64_C(123456789012345),
        .naive = UINT64_C(123456789012345),
        .kind = "wsl-block-device",
        .names = &name,
        .n = 1,
    };

    expect(&group, "\\a",
           "Breakdown for \"\\a\"\n"
           "  Unique ID:           ffff000000000018\n"
           "  Hardlink count:                     1\n"
           "  Naive file size:  123,456,789,012,345 bytes\n"
           "  Unique file size: 123,456,789,012,345 bytes\n"
           "  Kind of file:        wsl-block-device\n"
           "  Filenames:\n"
           "    \\a\n");
}

Test(breakdown, json)
{
    static const char expected[] = "{\n"
                                   "  \"path\": \"C:\\\\a\",\n"
                                   "  \"reference\": \"24-65535\",\n"
                                   "  \"unique_id\": \"ffff000000000018\",\n"
                                   "  \"links\": 1,\n"
                                   "  \"naive_bytes\": 5,\n"
                                   "  \"unique_bytes\": 5,\n"
                                   "  \"allocated_bytes\": 0,\n"
                                   "  \"kind\": \"normal\",\n"
                                   "  \"system\": false,\n"
                                   "  \"names\": [\n"
                                   "    \"\\\\a\"\n"
                                   "  ]\n"
                                   "}\n";
    const struct str name = str_of("\\a");
    const struct linkgroup group = {
        .reference = reference_of(24, 65535),
        .size = 5,
        .naive = 5,
        .kind = "normal",
        .names = &name,
        .n = 1,
    };
    struct textbuf to = {0};
    struct json json = {.to = &to};

    breakdown_json(&group, str_of("C:\\a"), &json);
    cr_expect(str_equal(textbuf_view(&to), str_of(expected)), "\n%.*s", (int)to.n, to.at);
    textbuf_free(&to);
}
