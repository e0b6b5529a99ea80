/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Volumes with names of every namespace, and with every character that a name can have.
 */
#include "images/edit_attr.h"
#include "images/imgname.h"
#include "images/kit.h"
#include "images/ntfsdata.h"
#include "images/ntfsmeta.h"

#include <stdio.h>
#include <string.h>

static uint64_t new_file(struct recipe *r, uint64_t folder, const char *name, const char *key)
{
    uint64_t file = ntfsdata_file(&r->volume, folder, name, 40);

    kit_fact(r, key, ntfsvol_record(file));
    return file;
}

/* A pair of a WIN32 and a DOS name; the library puts the DOS name into the record first. */
static uint64_t new_pair(struct recipe *r, uint64_t folder, const char *name, const char *dos,
                         const char *key)
{
    uint64_t file = new_file(r, folder, name, key);

    ntfsmeta_dos_name(&r->volume, file, folder, dos);
    return file;
}

/* Gives the file's DOS name to nobody: a WIN32 name loses its partner, or a DOS name its own. */
static void drop_name(struct recipe *r, uint64_t file, uint8_t name_space)
{
    uint8_t record[EDIT_RECORD_MAX];

    edit_load(kit_edit(r), ntfsvol_record(file), record);
    for (unsigned i = 0; !failure_any(&r->failure); i++) {
        uint8_t *attr = edit_attr_find(record, EDIT_ATTR_FILE_NAME, i);

        if (!attr) {
            failure_set(&r->failure, "no name of namespace %u to drop", name_space);
        } else if (edit_attr_value(attr)[EDIT_NAME_NAMESPACE] == name_space) {
            edit_attr_remove(record, attr);
            edit_put16(record + EDIT_LINKS, (uint16_t)(edit_get16(record + EDIT_LINKS) - 1));
            edit_store(&r->edit, ntfsvol_record(file), record);
            return;
        }
    }
}

static void make_dosnames(struct recipe *r)
{
    struct ntfsvol *v = kit_volume(r, 16, 512, 4096);
    uint64_t folder = ntfsvol_mkdir(v, NTFSVOL_ROOT, "a folder with a long name");
    uint64_t linked, many, alone, widow, folder_pair, plain;

    new_pair(r, NTFSVOL_ROOT, "A long file name.txt", "ALONGF~1.TXT", "pair");
    linked = new_pair(r, folder, "Linked long name.txt", "LINKED~1.TXT", "linked");
    ntfsvol_link(v, linked, NTFSVOL_ROOT, "third name.txt");
    many = new_pair(r, folder, "Many long names.txt", "MANYLO~1.TXT", "many");
    ntfsvol_link_many(v, many, NTFSVOL_ROOT, 0, 40, 20);
    plain = new_file(r, NTFSVOL_ROOT, "BOTH.TXT", "both");
    ntfsmeta_namespace(v, plain, NTFSVOL_ROOT, "BOTH.TXT", NTFSMETA_WIN32_AND_DOS);
    widow = new_file(r, NTFSVOL_ROOT, "win32 without partner.txt", "win32only");
    ntfsmeta_namespace(v, widow, NTFSVOL_ROOT, "win32 without partner.txt", NTFSMETA_WIN32);
    plain = new_file(r, NTFSVOL_ROOT, "namespace seven.txt", "seven");
    ntfsmeta_namespace(v, plain, NTFSVOL_ROOT, "namespace seven.txt", 7);
    folder_pair = ntfsvol_mkdir(v, NTFSVOL_ROOT, "another long folder");
    ntfsmeta_dos_name(v, folder_pair, NTFSVOL_ROOT, "ANOTHE~1");
    kit_fact(r, "folder", ntfsvol_record(folder_pair));
    alone = new_pair(r, NTFSVOL_ROOT, "gone long name.txt", "GONELO~1.TXT", "dosonly");
    drop_name(r, alone, NTFSMETA_WIN32);
    kit_fact(r, "linked_names", 2);
    kit_fact(r, "many_names", 41);
}

/* ---- characters ---- */

static const struct odd_name {
    const char *key, *name;
} odd_names[] = {
    {"lone_high", "lone high \xED\xA0\x80 surrogate"},
    {"lone_low", "lone low \xED\xBF\xBF surrogate"},
    {"swapped", "\xED\xB0\x80\xED\xA0\x80 swapped"},
    {"only_surrogate", "\xED\xA0\x80"},
    {"pair", "pair \xF0\x9F\x98\x80"},
    {"last_point", "\xF4\x8F\xBF\xBF"},
    {"noncharacter", "\xEF\xBF\xBE\xEF\xBF\xBF"},
    {"colon", "a:b"},
    {"star", "a*b"},
    {"question", "a?b"},
    {"quote", "a\"b"},
    {"less", "a<b"},
    {"greater", "a>b"},
    {"pipe", "a|b"},
    {"backslash", "a\\b"},
    {"control", "a\x01\x1F\x7F"},
    {"newline", "a\nb\r\tc"},
    {"comma", "a,b;c'd"},
    {"trailing_dot", "trailing dot."},
    {"trailing_space", "trailing space "},
    {"leading_space", " leading space"},
    {"reserved", "CON"},
    {"reserved_ext", "aux.txt"},
    {"dots", "..."},
    {"case_mixed", "Foo"},
    {"case_lower", "foo"},
    {"case_upper", "FOO"},
    {"nfc", "caf\xC3\xA9"},
    {"nfd", "cafe\xCC\x81"},
    /* NOLINTNEXTLINE(misc-misleading-bidirectional): it is what this name is about */
    {"rtl", "\xE2\x80\xAEtxt.exe"},
    {"zero_width", "a\xE2\x80\x8B\xEF\xBB\xBF"},
    {"byte_order_mark", "\xEF\xBB\xBF"},
    {"no_fold", "\xC4\xB0\xC4\xB1\xC3\x9F\xE1\xBA\x9E"},
    {"percent", "100%25 %s %n"},
    {"dollar", "$MFT"},
};

#define NODD (sizeof(odd_names) / sizeof(odd_names[0]))

/* The folder is a sub-folder, where even a second $MFT is free to be. */
static void make_surrogates(struct recipe *r)
{
    struct ntfsvol *v = kit_volume(r, 16, 512, 4096);
    uint64_t folder = ntfsvol_mkdir(v, NTFSVOL_ROOT, "odd");

    for (size_t i = 0; i < NODD; i++)
        new_file(r, folder, odd_names[i].name, odd_names[i].key);
    kit_fact(r, "files", NODD);
}

/* ---- names that mean something to a browser ---- */

static const char *const markup_names[] = {
    "</script><script>document.title = 'broken'</script>",
    "<img src=x onerror=\"document.title = 'broken'\">",
    "<!-- <script>",
    "]]>",
    "<b>bold</b>",
    "&lt;&amp;&#60;",
    "\" onmouseover=\"document.title = 'broken'\" x=\"",
    "' + document.title + '",
    "${document.title}",
    "\\u003cb>",
    "__proto__",
    "constructor",
    "javascript:document.title",
    "line \xE2\x80\xA8 end",
    "paragraph \xE2\x80\xA9 end",
};

#define NMARKUP (sizeof(markup_names) / sizeof(markup_names[0]))

/* A folder of that name in FOLDER, with a file of that name and extension in it. */
static void new_markup(struct recipe *r, uint64_t folder, const char *name, uint64_t nbytes)
{
    uint64_t inner = ntfsvol_mkdir(&r->volume, folder, name);
    char file_name[200];

    (void)snprintf(file_name, sizeof(file_name), "file.%s", name);
    ntfsdata_file(&r->volume, inner, file_name, nbytes);
}

static void make_markup(struct recipe *r)
{
    struct ntfsvol *v = kit_volume(r, 16, 512, 4096);
    uint64_t folder = ntfsvol_mkdir(v, NTFSVOL_ROOT, "<style><script>");

    for (size_t i = 0; i < NMARKUP; i++)
        new_markup(r, NTFSVOL_ROOT, markup_names[i], 5000 * (i + 1));
    for (size_t i = 0; i < NODD; i++)
        new_markup(r, folder, odd_names[i].name, 4500 * (i + 1));
    kit_fact(r, "folders", NMARKUP + NODD + 1);
}

static void make_longnames(struct recipe *r)
{
    static const struct odd_name pieces[] = {{"ascii", "x"},
                                             {"cjk", "\xE4\xB8\xAD"},
                                             {"latin", "\xC3\xBC"},
                                             {"emoji", "\xF0\x9F\x98\x80"},
                                             {"lone", "\xED\xA0\x80"}};
    struct ntfsvol *v = kit_volume(r, 16, 512, 4096);
    char name[3 * IMGNAME_UNITS_MAX + 1];
    uint64_t linked;

    for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
        const unsigned n = strcmp(pieces[i].key, "emoji") == 0 ? 127 : 255;

        imgname_repeat(pieces[i].name, n, name, sizeof(name));
        new_file(r, NTFSVOL_ROOT, name, pieces[i].key);
    }
    linked = new_file(r, NTFSVOL_ROOT, "s", "linked");
    ntfsvol_link_many(v, linked, NTFSVOL_ROOT, 0, 100, 255);
    ntfsvol_mkdir(v, NTFSVOL_ROOT, imgname_repeat("d", 255, name, sizeof(name)));
    kit_fact(r, "linked_names", 101);
    kit_fact(r, "files", 6);
}

const struct recipe_case recipe_names_cases[] = {
    {"dosnames", "", "names of every namespace, in pairs and alone", make_dosnames},
    {"surrogates", "", "names with every character that NTFS allows and others do not",
     make_surrogates},
    {"markup", "", "folders whose names mean something to a browser", make_markup},
    {"longnames", "", "names of 255 units", make_longnames},
    {0},
};
