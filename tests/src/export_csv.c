/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fields of CSV, and the columns of every export. */
#include "src/export_csv.h"

#include <criterion/criterion.h>

static void expect_field(struct str text, const char *expected)
{
    struct textbuf to = {0};

    export_csv_field(&to, text);
    cr_expect(str_equal(textbuf_view(&to), str_of(expected)), "%.*s, not %s", (int)to.n, to.at,
              expected);
    textbuf_free(&to);
}

Test(export_csv, fields)
{
    expect_field(str_of(""), "");
    expect_field(str_of("plain name.txt"), "plain name.txt");
    expect_field(str_of("a,b"), "\"a,b\"");
    expect_field(str_of("a\"b"), "\"a\"\"b\"");
    expect_field(str_of("\"\""), "\"\"\"\"\"\"");
    expect_field(str_of("a\nb"), "\"a\nb\"");
    expect_field(str_of("a\rb"), "\"a\rb\"");
    expect_field(str_of("a;b\tc"), "a;b\tc");
}

/* Other programs read these names in this order. */
Test(export_csv, header)
{
    static const char expected[] =
        "record,sequence,parent_record,parent_sequence,name,path,namespace,dos_name,is_directory,"
        "in_use,size,allocated,links,header_links,streams,streams_size,attributes,reparse_tag,"
        "security_id,owner,created,modified,changed,accessed,usn,system,findings\n";
    struct textbuf to = {0};

    export_csv_header(columns_all, &to);
    cr_expect(str_equal(textbuf_view(&to), str_of(expected)), "%.*s", (int)to.n, to.at);
    textbuf_free(&to);
}
