/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Volumes with a Windows on them as far as its users go: folders of profiles, and registry hives
 * that list them, well and badly.
 */
#include "images/edit.h"
#include "images/hivemake.h"
#include "images/kit.h"
#include "images/ntfsdata.h"
#include "mft/text.h"

#include <stdlib.h>
#include <string.h>

#define NT_KEY      "Microsoft\\Windows NT\\CurrentVersion"
#define LIST_KEY    NT_KEY "\\ProfileList"
#define SHELL_KEY   "Microsoft\\Windows\\CurrentVersion\\Explorer\\User Shell Folders"
#define MACHINE_SID "S-1-5-21-1000-2000-3000-"

/* What `users:KIND` makes of the volume. */
enum kind {
    KIND_WHOLE,
    KIND_DAMAGED,    /* SOFTWARE's header is torn */
    KIND_MISSING,    /* there is no SOFTWARE */
    KIND_COMPRESSED, /* SOFTWARE is compressed by NTFS */
    KIND_TWO,        /* there is a second Windows in \Windows.old */
    KIND_ACCOUNTS,   /* there are users of a domain, and one whose account was deleted */
    KIND_DIRTY,      /* the same, and SAM was being written */
    KIND_CONTROLLER, /* the same on a computer whose SID became its domain's */
};

static void put_hive(struct recipe *r, struct hivemake *h, uint64_t folder, const char *name)
{
    size_t nbytes;
    uint8_t *bytes = hivemake_end(h, &nbytes);

    if (bytes)
        ntfsdata_write(&r->volume, ntfsvol_mkfile(&r->volume, folder, name), "", 0, bytes, nbytes);
    free(bytes);
}

#define DOMAIN_SID "S-1-5-21-7000-8000-9000-"

/* 2024-03-10 12:34:56 UTC, in 100 ns ticks since 1601. */
#define LAST_LOGON UINT64_C(133545476960000000)

/* ---- Hives ---- */

static void put_system(struct recipe *r, uint64_t config, const char *computer)
{
    struct hivemake h;

    hivemake_begin(&h, &r->failure);
    hivemake_number(&h, "Select", "Current", 2);
    hivemake_text(&h, "ControlSet001\\Control\\ComputerName\\ComputerName", "ComputerName", "OLD");
    hivemake_text(&h, "ControlSet002\\Control\\ComputerName\\ComputerName", "ComputerName",
                  computer);
    put_hive(r, &h, config, "SYSTEM");
}

static void list_profile(struct hivemake *h, const char *sid, const char *path, uint32_t state)
{
    char key[200];

    snprintf(key, sizeof(key), LIST_KEY "\\%s", sid);
    hivemake_expand(h, key, "ProfileImagePath", path);
    hivemake_number(h, key, "State", state);
}

static void list_system_profiles(struct hivemake *h)
{
    list_profile(h, "S-1-5-18", "%systemroot%\\system32\\config\\systemprofile", 0);
    list_profile(h, "S-1-5-19", "%systemroot%\\ServiceProfiles\\LocalService", 0);
}

static void list_vista(struct hivemake *h)
{
    list_system_profiles(h);
    list_profile(h, MACHINE_SID "1001", "C:\\Users\\Ann", 0);
    hivemake_number(h, LIST_KEY "\\" MACHINE_SID "1001", "LocalProfileLoadTimeHigh",
                    (uint32_t)(LAST_LOGON >> 32));
    hivemake_number(h, LIST_KEY "\\" MACHINE_SID "1001", "LocalProfileLoadTimeLow",
                    (uint32_t)LAST_LOGON);
    list_profile(h, MACHINE_SID "1001.bak", "C:\\Users\\Ann", 0x8000);
    list_profile(h, MACHINE_SID "1002", "%SystemDrive%\\Users\\Bob", 0x100);
    list_profile(h, MACHINE_SID "1003", "C:\\Users\\Zo\u00eb \u65e5\u672c\a", 0);
    list_profile(h, MACHINE_SID "1004", "C:\\Users\\Gone", 0);
    list_profile(h, MACHINE_SID "1005", "D:\\Profiles\\Dora", 0);
    list_profile(h, MACHINE_SID "1006", "c:\\USERS\\ann\\", 0);
    hivemake_text(h, LIST_KEY "\\" MACHINE_SID "1007", "Comment", "a key without a path");
    list_profile(h, MACHINE_SID "1008.bak", "C:\\Users\\Carl", 0x8000);
}

static void list_accounts(struct hivemake *h)
{
    list_profile(h, MACHINE_SID "1009", "C:\\Users\\Eve", 0);
    list_profile(h, DOMAIN_SID "1100", "C:\\Users\\Dave.CORP", 0);
    list_profile(h, "S-1-5-21-4-5-6-1200", "C:\\Users\\Faye", 0);
}

static void put_software(struct recipe *r, uint64_t config, bool with_accounts)
{
    struct hivemake h;

    hivemake_begin(&h, &r->failure);
    hivemake_text(&h, NT_KEY, "ProductName", "Windows 10 Pro");
    hivemake_text(&h, NT_KEY, "CurrentVersion", "6.3");
    hivemake_text(&h, NT_KEY, "CurrentBuild", "19045");
    hivemake_text(&h, NT_KEY, "DisplayVersion", "22H2");
    hivemake_text(&h, NT_KEY, "ReleaseId", "2009");
    hivemake_text(&h, NT_KEY, "SystemRoot", "C:\\Windows");
    hivemake_text(&h, "Microsoft\\Windows\\CurrentVersion", "ProgramFilesDir", "C:\\Program Files");
    hivemake_expand(&h, LIST_KEY, "ProfilesDirectory", "%SystemDrive%\\Users");
    hivemake_expand(&h, LIST_KEY, "Public", "%SystemDrive%\\Users\\Public");
    hivemake_expand(&h, LIST_KEY, "Default", "%SystemDrive%\\Users\\Default");
    hivemake_expand(&h, LIST_KEY, "ProgramData", "%SystemDrive%\\ProgramData");
    hivemake_expand(&h, SHELL_KEY, "Common Desktop", "%PUBLIC%\\Desktop");
    hivemake_expand(&h, SHELL_KEY, "Common AppData", "%ProgramData%");
    list_vista(&h);
    if (with_accounts)
        list_accounts(&h);
    put_hive(r, &h, config, "SOFTWARE");
}

/* Accounts, as SAM has them: one key for each, and a value V with the name in it. */

static void put_account(struct hivemake *h, uint32_t rid, const char *name)
{
    enum { NAMES_BEGIN = 0xCC, NAME_OFF = 0x0C, NAME_BYTES = 0x10, NAME_AT = 8 };
    uint8_t v[NAMES_BEGIN + NAME_AT + 64] = {0};
    uint16_t units[32];
    const size_t n = text_to_utf16(str_of(name), units);
    char key[80];

    edit_put32(v + NAME_OFF, NAME_AT);
    edit_put32(v + NAME_BYTES, (uint32_t)(2 * n));
    for (size_t i = 0; i < n; i++)
        edit_put16(v + NAMES_BEGIN + NAME_AT + 2 * i, units[i]);
    snprintf(key, sizeof(key), "SAM\\Domains\\Account\\Users\\%08X", rid);
    hivemake_value(h, key, "V", 3, v, NAMES_BEGIN + NAME_AT + 2 * n);
    snprintf(key, sizeof(key), "SAM\\Domains\\Account\\Users\\Names\\%s", name);
    hivemake_value(h, key, "", (int)rid, v, 0);
}

static void put_sam(struct recipe *r, uint64_t config, bool is_dirty)
{
    static const char *const names[] = {"Ann",  "Bob",  "Zo\u00eb", "Gone",
                                        "Dora", "Anna", "Nobody",   "Carl"}; /* from 1001 on */
    enum { BEGUN = 4, CHECKSUM = 0x1FC }; /* of the hive's header: a write begun, and not ended */
    uint8_t v[60] = {0}, *bytes;
    struct hivemake h;
    size_t nbytes;

    hivemake_begin(&h, &r->failure);
    edit_put32(v + sizeof(v) - 12, 1000);
    edit_put32(v + sizeof(v) - 8, 2000);
    edit_put32(v + sizeof(v) - 4, 3000);
    hivemake_value(&h, "SAM\\Domains\\Account", "V", 3, v, sizeof(v));
    put_account(&h, 500, "Administrator");
    for (uint32_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        put_account(&h, 1001 + i, names[i]);
    bytes = hivemake_end(&h, &nbytes);
    if (bytes && is_dirty) {
        edit_put32(bytes + CHECKSUM, edit_get32(bytes + CHECKSUM) ^ edit_get32(bytes + BEGUN) ^
                                         (edit_get32(bytes + BEGUN) + 1));
        edit_put32(bytes + BEGUN, edit_get32(bytes + BEGUN) + 1);
    }
    if (bytes)
        ntfsdata_write(&r->volume, ntfsvol_mkfile(&r->volume, config, "SAM"), "", 0, bytes, nbytes);
    free(bytes);
}

static void put_policy_name(struct hivemake *h, const char *key, const char *name)
{
    uint8_t value[8 + 64] = {0};
    uint16_t units[32];
    const size_t n = text_to_utf16(str_of(name), units);

    edit_put16(value, (uint16_t)(2 * n));
    edit_put16(value + 2, (uint16_t)(2 * n + 2));
    edit_put32(value + 4, 8);
    for (size_t i = 0; i < n; i++)
        edit_put16(value + 8 + 2 * i, units[i]);
    hivemake_value(h, key, "", 0, value, 8 + 2 * n + 2);
}

static void put_policy_sid(struct hivemake *h, const char *key, const uint32_t parts[3])
{
    uint8_t sid[24] = {1, 4, 0, 0, 0, 0, 0, 5, 21};

    for (size_t i = 0; i < 3; i++)
        edit_put32(sid + 12 + 4 * i, parts[i]);
    hivemake_value(h, key, "", 0, sid, sizeof(sid));
}

static void put_security(struct recipe *r, uint64_t config, const uint32_t *domain)
{
    static const uint32_t machine[] = {1000, 2000, 3000};
    struct hivemake h;

    hivemake_begin(&h, &r->failure);
    put_policy_name(&h, "Policy\\PolAcDmN", "PC17");
    put_policy_sid(&h, "Policy\\PolAcDmS", machine);
    put_policy_name(&h, "Policy\\PolPrDmN", domain ? "CORP" : "WORKGROUP");
    if (domain)
        put_policy_sid(&h, "Policy\\PolPrDmS", domain);
    else
        hivemake_value(&h, "Policy\\PolPrDmS", "", 0, "", 0);
    put_hive(r, &h, config, "SECURITY");
}

static void put_user(struct recipe *r, uint64_t folder, const char *logon_name)
{
    struct hivemake h;

    hivemake_begin(&h, &r->failure);
    hivemake_expand(&h, "Software\\" SHELL_KEY, "Desktop", "%USERPROFILE%\\Desktop");
    hivemake_expand(&h, "Software\\" SHELL_KEY, "Personal", "D:\\Documents\\%USERNAME%");
    hivemake_expand(&h, "Software\\" SHELL_KEY, "My Pictures", "C:\\Data\\Pictures");
    hivemake_expand(&h, "Software\\" SHELL_KEY, "AppData", "%USERPROFILE%\\AppData\\Roaming");
    hivemake_expand(&h, "Software\\" SHELL_KEY, "SendTo", "%APPDATA%\\SendTo");
    hivemake_expand(&h, "Software\\" SHELL_KEY, "Music", "\\\\server\\music\\%nobody%");
    hivemake_number(&h, "Software\\" SHELL_KEY, "a number", 7);
    if (logon_name)
        hivemake_text(&h, "Software\\Microsoft\\Windows\\CurrentVersion\\Explorer",
                      "Logon User Name", logon_name);
    put_hive(r, &h, folder, "NTUSER.DAT");
}

/* ---- Windows 10 ---- */

static void make_folders(struct recipe *r)
{
    struct ntfsvol *v = &r->volume;
    uint64_t ann = ntfsvol_mkpath(v, NTFSVOL_ROOT, "Users/Ann");
    uint64_t bob = ntfsvol_mkpath(v, NTFSVOL_ROOT, "Users/Bob");
    uint64_t lost = ntfsvol_mkpath(v, NTFSVOL_ROOT, "Users/Lost.PC17");
    uint64_t zoe = ntfsvol_mkpath(v, NTFSVOL_ROOT, "Users/Zo\u00eb \u65e5\u672c\a");

    ntfsvol_mkpath(v, ann, "Desktop");
    ntfsvol_mkpath(v, ann, "AppData/Roaming/SendTo");
    ntfsvol_mkpath(v, NTFSVOL_ROOT, "Users/Carl");
    ntfsvol_mkpath(v, NTFSVOL_ROOT, "Users/Public/Desktop");
    ntfsvol_mkpath(v, NTFSVOL_ROOT, "Users/Default");
    ntfsvol_mkpath(v, NTFSVOL_ROOT, "Data/Pictures");
    ntfsvol_mkpath(v, NTFSVOL_ROOT, "ProgramData");
    ntfsdata_text(v, ntfsvol_mkfile(v, ntfsvol_mkpath(v, NTFSVOL_ROOT, "Users"), "desktop.ini"), "",
                  "a file among the folders");
    put_user(r, ann, NULL);
    put_user(r, lost, NULL);
    put_user(r, zoe, NULL);
    ntfsdata_fill(v, ntfsvol_mkfile(v, bob, "NTUSER.DAT"), "", 0, 20000, 1);
    kit_fact(r, "ann", ntfsvol_record(ann));
    kit_fact(r, "bob", ntfsvol_record(bob));
    kit_fact(r, "lost", ntfsvol_record(lost));
    kit_fact(r, "zoe", ntfsvol_record(zoe));
}

/* Users of the kinds that have accounts of several sorts. */
static void make_accounts(struct recipe *r)
{
    struct ntfsvol *v = &r->volume;

    put_user(r, ntfsvol_mkpath(v, NTFSVOL_ROOT, "Users/Eve"), "eve.old");
    put_user(r, ntfsvol_mkpath(v, NTFSVOL_ROOT, "Users/Dave.CORP"), "dave");
    put_user(r, ntfsvol_mkpath(v, NTFSVOL_ROOT, "Users/Faye"), NULL);
}

static void make_users(struct recipe *r)
{
    static const uint32_t machine[] = {1000, 2000, 3000}, corp[] = {7000, 8000, 9000};
    const enum kind kind = (enum kind)kit_arg(r, 0, KIND_WHOLE);
    struct ntfsvol *v = kit_volume(r, 16, 512, 4096);
    uint64_t config = ntfsvol_mkpath(v, NTFSVOL_ROOT, "Windows/System32/config");

    const bool with_accounts = kind >= KIND_ACCOUNTS;

    make_folders(r);
    if (with_accounts)
        make_accounts(r);
    put_system(r, config, "PC17");
    put_sam(r, config, kind == KIND_DIRTY);
    put_security(r, config, !with_accounts ? NULL : kind == KIND_CONTROLLER ? machine : corp);
    v->compress = kind == KIND_COMPRESSED;
    if (kind == KIND_DAMAGED) {
        uint64_t file = ntfsvol_mkfile(v, config, "SOFTWARE");

        ntfsdata_fill(v, file, "", 0, 70000, 1);
        ntfsdata_write(v, file, "", 0, "regf", 4);
    } else if (kind != KIND_MISSING) {
        put_software(r, config, with_accounts);
    }
    v->compress = false;
    if (kind == KIND_TWO)
        put_system(r, ntfsvol_mkpath(v, NTFSVOL_ROOT, "Windows.old/System32/config"), "PC16");
}

/* ---- Windows XP ---- */

static void make_usersxp(struct recipe *r)
{
    static const uint8_t lone[] = {0x43, 0, 0x3A, 0, 0x5C, 0, 0x3D, 0xD8, 0, 0};
    struct ntfsvol *v = kit_volume(r, 16, 512, 4096);
    uint64_t config = ntfsvol_mkpath(v, NTFSVOL_ROOT, "WINDOWS/system32/config");
    uint64_t ann = ntfsvol_mkpath(v, NTFSVOL_ROOT, "Documents and Settings/Ann");
    struct hivemake h;

    ntfsvol_mkpath(v, NTFSVOL_ROOT, "Documents and Settings/All Users");
    ntfsvol_mkpath(v, NTFSVOL_ROOT, "Documents and Settings/Default User");
    put_system(r, config, "OLDPC");
    hivemake_begin(&h, &r->failure);
    hivemake_text(&h, NT_KEY, "ProductName", "Microsoft Windows XP");
    hivemake_text(&h, NT_KEY, "CurrentVersion", "5.1");
    hivemake_text(&h, NT_KEY, "CurrentBuildNumber", "2600");
    hivemake_text(&h, NT_KEY, "SystemRoot", "C:\\WINDOWS");
    hivemake_expand(&h, LIST_KEY, "ProfilesDirectory", "%SystemDrive%\\Documents and Settings");
    hivemake_text(&h, LIST_KEY, "AllUsersProfile", "All Users");
    hivemake_text(&h, LIST_KEY, "DefaultUserProfile", "Default User");
    list_profile(&h, MACHINE_SID "500", "%SystemDrive%\\Documents and Settings\\Ann", 0x100);
    put_hive(r, &h, config, "software");
    hivemake_begin(&h, &r->failure);
    hivemake_expand(&h, "Software\\" SHELL_KEY, "Personal", "%USERPROFILE%\\My Documents");
    hivemake_value(&h, "Software\\" SHELL_KEY, "Videos", 1, lone, sizeof(lone));
    put_hive(r, &h, ann, "ntuser.dat");
    ntfsdata_text(v, ntfsvol_mkfile(v, ann, "ntuser.dat.LOG"), "", "a log");
    kit_fact(r, "ann", ntfsvol_record(ann));
}

/* ---- A hive alone ---- */

static void make_hive(struct recipe *r)
{
    static const uint8_t wide[] = {1, 0, 0, 0, 2, 0, 0, 0}, bytes[] = {0, 1, 2, 255},
                         big[] = {1, 2, 3, 4}, odd[] = {0x41, 0, 0x42};
    struct hivemake h;
    size_t nbytes;
    uint8_t *hive;
    FILE *file;

    hivemake_begin(&h, &r->failure);
    for (unsigned i = 0; i < 40; i++) {
        char key[64];

        snprintf(key, sizeof(key), "Many\\Key%u\\Inner", i);
        hivemake_number(&h, key, "number", i);
    }
    hivemake_text(&h, "Values", "text", "Zo\u00eb \u65e5\u672c \U0001F600\n");
    hivemake_text(&h, "Values", "lone",
                  "a\xED\xA0\xBD"
                  "b");
    hivemake_expand(&h, "Values", "expand", "%SystemRoot%\\x");
    hivemake_number(&h, "Values", "number", 0xFFFFFFFE);
    hivemake_value(&h, "Values", "wide", 11, wide, sizeof(wide));
    hivemake_value(&h, "Values", "big", 5, big, sizeof(big));
    hivemake_value(&h, "Values", "bytes", 3, bytes, sizeof(bytes));
    hivemake_value(&h, "Values", "odd", 1, odd, sizeof(odd));
    hivemake_value(&h, "Values", "empty", 1, odd, 0);
    hivemake_value(&h, "Values", "", 1, odd, 2);
    hivemake_text(&h, "Zo\u00eb \u65e5\u672c", "a", "b");
    hive = hivemake_end(&h, &nbytes);
    file = hive ? fopen(r->out, "wb") : NULL;
    if (hive && (!file || fwrite(hive, 1, nbytes, file) != nbytes))
        failure_errno(&r->failure, "cannot write %s", r->out);
    if (file)
        fclose(file);
    free(hive);
    kit_fact(r, "bytes", nbytes);
}

const struct recipe_case recipe_users_cases[] = {
    {"users", ":KIND",
     "Windows 10 and its users; SOFTWARE is 0 whole, 1 damaged, 2 missing, 3 compressed; 4: with "
     "Windows.old; 5: with users of domains and a deleted one; 6: and a dirty SAM; 7: and its own "
     "SID as the domain's",
     make_users},
    {"usersxp", "", "Windows XP and its user", make_usersxp},
    {"hive", "", "no volume: a registry hive with values of every type", make_hive},
    {0},
};
