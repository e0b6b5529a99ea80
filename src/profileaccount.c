/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Accounts behind profiles: see profilereader.h.
 *
 * SAM: the value V of the key SAM\Domains\Account ends with the last three parts of the computer's
 * SID. Below Users each account has a key whose name is the last part of its own SID as eight
 * hexadecimal digits, and a value V: at 0x0C where its name lies, counted from 0xCC, at 0x10 the
 * name's bytes.
 *
 * SECURITY: the keys Policy\PolAcDmN and PolPrDmN have, without a name, the names of the computer
 * and of its domain: bytes of the text as 16 bits, six bytes more, the text. Policy\PolPrDmS has
 * the domain's SID in its binary form.
 */
#include "src/profilereader.h"

#include "mft/security.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    MACHINE_BYTES = 12,
    NAME_OFF = 0x0C,
    NAME_BYTES = 0x10,
    NAMES_BEGIN = 0xCC,
    POLICY_TEXT = 8,
    RID_DIGITS = 8,
};

struct account {
    uint32_t rid; /* the last part of its SID */
    size_t key;
};

struct accounts {
    const struct hive *sam;
    char machine[SECURITY_SID_TEXT_MAX], domain[SECURITY_SID_TEXT_MAX]; /* SIDs; "": not known */
    struct str machine_name, domain_name;
    struct account *at; /* ascending */
    size_t n;
    bool is_complete; /* all of the computer's that the hive has */
};

/* The value NAME of the key at PATH; n == 0 where it cannot be had. */
static struct bytes read_bytes(struct profilereader *r, const struct hive *hive, const char *path,
                               const char *name)
{
    struct bytes bytes = {NULL, 0};
    size_t key;

    if (hive && profilereader_find(r, hive, path, &key))
        r->is_short |= hive_bytes(hive, key, name, r->arena, &bytes) == STATUS_NO_MEMORY;
    return bytes;
}

/* The text of N bytes at AT, up to a NUL. */
static struct str decode(struct profilereader *r, const uint8_t *at, size_t n)
{
    size_t nunits = 0;
    char *text = arena_alloc(r->arena, TEXT_BYTES_PER_UNIT_MAX * (n / 2) + 1);

    r->is_short |= !text;
    if (!text)
        return (struct str){"", 0};
    while (nunits < n / 2 && bytes_u16(at + 2 * nunits) != 0)
        nunits++;
    return (struct str){text, text_from_utf16(at, nunits, text)};
}

/* ---- SECURITY ---- */

static struct str read_policy_name(struct profilereader *r, const struct hive *security,
                                   const char *path)
{
    struct bytes value = read_bytes(r, security, path, "");
    size_t n = value.n > POLICY_TEXT ? bytes_u16(value.at) : 0;

    if (n == 0 || n > value.n - POLICY_TEXT)
        return (struct str){"", 0};
    return decode(r, value.at + POLICY_TEXT, n);
}

static void read_security(struct profilereader *r, const struct hive *security,
                          struct accounts *accounts)
{
    struct bytes sid = read_bytes(r, security, "Policy\\PolPrDmS", "");

    accounts->machine_name = read_policy_name(r, security, "Policy\\PolAcDmN");
    accounts->domain_name = read_policy_name(r, security, "Policy\\PolPrDmN");
    if (sid.n > 0)
        security_sid_text(sid, accounts->domain);
}

/* ---- SAM ---- */

static bool read_rid(struct str name, uint32_t *rid_ret)
{
    uint32_t rid = 0;

    for (size_t i = 0; i < name.n; i++) {
        unsigned char c = (unsigned char)name.at[i], letter = c | 0x20;
        bool is_digit = c >= '0' && c <= '9';

        if (!is_digit && (letter < 'a' || letter > 'f'))
            return false;
        rid = rid << 4 | (uint32_t)(is_digit ? c - '0' : letter - 'a' + 10);
    }
    *rid_ret = rid;
    return name.n == RID_DIGITS;
}

static int compare_rids(const void *a, const void *b)
{
    uint32_t left = ((const struct account *)a)->rid, right = ((const struct account *)b)->rid;

    return (left > right) - (left < right);
}

/* Key by key, of which one that cannot be read may be any account. */
static void list_accounts(struct profilereader *r, struct accounts *accounts)
{
    struct hive_list keys = {0};
    size_t users;

    if (!profilereader_find(r, accounts->sam, "SAM\\Domains\\Account\\Users", &users) ||
        hive_keys(accounts->sam, users, r->arena, &keys) != STATUS_OK)
        return;
    accounts->at = arena_array(r->arena, keys.n + 1, sizeof *accounts->at);
    r->is_short |= !accounts->at;
    if (!accounts->at)
        return;
    accounts->is_complete = true;
    for (size_t i = 0; i < keys.n; i++) {
        struct account *account = &accounts->at[accounts->n];
        struct str name = {"", 0};

        account->key = keys.at[i];
        if (hive_key_name(accounts->sam, keys.at[i], r->arena, &name) != STATUS_OK)
            accounts->is_complete = false;
        else if (read_rid(name, &account->rid))
            accounts->n++;
    }
    if (accounts->n > 1)
        qsort(accounts->at, accounts->n, sizeof *accounts->at, compare_rids);
}

static void read_sam(struct profilereader *r, struct accounts *accounts)
{
    struct bytes v = read_bytes(r, accounts->sam, "SAM\\Domains\\Account", "V");

    if (v.n >= MACHINE_BYTES) {
        const uint8_t *parts = v.at + v.n - MACHINE_BYTES;

        snprintf(accounts->machine, sizeof accounts->machine, "S-1-5-21-%u-%u-%u", bytes_u32(parts),
                 bytes_u32(parts + 4), bytes_u32(parts + 8));
        list_accounts(r, accounts);
    }
    if (accounts->n == 0) /* every Windows has an administrator */
        accounts->is_complete = false;
    if (!accounts->is_complete && accounts->sam)
        profilereader_note(r, "SAM has no list of accounts that can be read: whether an account "
                              "of this computer was deleted, is not known.");
}

/*
 * Can an account that is not in the list be called deleted? Not
 * - while newer accounts may lie in the logs of the hive;
 * - on a domain controller, whose accounts, of the SID that was its own, are elsewhere.
 */
static bool knows_deleted(const struct accounts *accounts)
{
    return accounts->is_complete && !hive_is_dirty(accounts->sam) &&
           strcmp(accounts->machine, accounts->domain) != 0;
}

/* ---- Profiles ---- */

/* Is SID that of PREFIX with one part more? */
static bool is_within(struct str sid, const char *prefix, uint32_t *rid_ret)
{
    size_t n = strlen(prefix);
    uint64_t rid = 0;

    if (n == 0 || sid.n < n + 2 || sid.at[n] != '-' ||
        !text_same_folded((struct str){sid.at, n}, str_of(prefix), NULL))
        return false;
    for (size_t i = n + 1; i < sid.n; i++) {
        if (sid.at[i] < '0' || sid.at[i] > '9' || rid > UINT32_MAX)
            return false;
        rid = 10 * rid + (uint64_t)(sid.at[i] - '0');
    }
    *rid_ret = (uint32_t)rid;
    return rid <= UINT32_MAX;
}

/* The name in an account's value V; empty where that is malformed. */
static struct str read_name(struct profilereader *r, const struct accounts *accounts,
                            const struct account *account)
{
    struct bytes v = {NULL, 0};
    uint64_t from, n;

    r->is_short |= hive_bytes(accounts->sam, account->key, "V", r->arena, &v) == STATUS_NO_MEMORY;
    if (v.n < NAMES_BEGIN)
        return (struct str){"", 0};
    from = (uint64_t)NAMES_BEGIN + bytes_u32(v.at + NAME_OFF);
    n = bytes_u32(v.at + NAME_BYTES);
    return from + n <= v.n ? decode(r, v.at + from, (size_t)n) : (struct str){"", 0};
}

static void fill_local(struct profilereader *r, const struct accounts *accounts, uint32_t rid,
                       struct profile *p)
{
    const struct account wanted = {.rid = rid},
                         *account = accounts->n > 0 ? bsearch(&wanted, accounts->at, accounts->n,
                                                              sizeof *accounts->at, compare_rids)
                                                    : NULL;

    p->domain = accounts->machine_name.n > 0 ? accounts->machine_name : r->to->computer;
    p->account = account ? read_name(r, accounts, account) : (struct str){"", 0};
    if (p->account.n == 0)
        p->account = p->logon_name;
    if (!account && knows_deleted(accounts)) {
        p->flags |= PROFILE_NO_ACCOUNT;
        p->sid_resolves = false;
    }
}

static void fill(struct profilereader *r, const struct accounts *accounts, struct profile *p)
{
    uint32_t rid;

    if (is_within(p->sid, accounts->machine, &rid)) {
        fill_local(r, accounts, rid, p);
        return;
    }
    if (accounts->machine[0])
        p->flags |= PROFILE_DOMAIN;
    if (is_within(p->sid, accounts->domain, &rid))
        p->domain = accounts->domain_name;
    p->account = p->logon_name;
}

void profileaccount_fill(struct profilereader *r, const struct hive *sam,
                         const struct hive *security)
{
    struct accounts accounts = {.sam = sam};

    read_security(r, security, &accounts);
    read_sam(r, &accounts);
    for (uint32_t i = 0; i < r->to->n; i++)
        if (r->to->at[i].sid.n > 0 && !(r->to->at[i].flags & PROFILE_SYSTEM))
            fill(r, &accounts, &r->to->at[i]);
}
