/* SPDX-License-Identifier: GPL-3.0-or-later */
/* First what the command line says, then what both Windows say: see heirs.h. */
#include "planner/heirs.h"

#include "planner/userchoice.h"

/* By what a new profile is found; as the folder of a made_name. */
enum { BY_SID, BY_ACCOUNT, BY_FOLDER, NWAYS };

static const uint16_t *upcase_of(const struct heirs *h)
{
    const struct machine *now = h->job->now;

    return now->system < now->ndrives ? now->drives[now->system].upcase : NULL;
}

static bool is_same(const struct heirs *h, struct str a, struct str b)
{
    return a.n > 0 && text_same_folded(a, b, upcase_of(h));
}

/* Can somebody log on and have this profile? */
static bool is_somebodys(const struct profile *p)
{
    return !(p->flags & (PROFILE_SYSTEM | PROFILE_BACKUP)) && heirs_is_folder(heirs_path(p->path));
}

/* ---- What the command line says ---- */

/* Does TEXT of a --user-map mean P? */
static bool is_called(const struct heirs *h, const struct profile *p, struct str text)
{
    const char *slash = text.n > 0 ? memchr(text.at, '\\', text.n) : NULL;
    size_t n = slash ? (size_t)(slash - text.at) : 0;

    if (slash)
        return is_same(h, p->domain, (struct str){text.at, n}) &&
               is_same(h, p->account, (struct str){slash + 1, text.n - n - 1});
    return is_same(h, p->account, text) || is_same(h, p->sid, text) || is_same(h, p->name, text);
}

static const struct profile *find_called(const struct heirs *h, struct str text)
{
    const struct profiles *profiles = h->job->now->profiles;

    for (uint32_t i = 0; i < profiles->n; i++)
        if (is_somebodys(&profiles->at[i]) && is_called(h, &profiles->at[i], text))
            return &profiles->at[i];
    return NULL;
}

static bool find_mapped(struct heirs *h, const struct profile *old, struct heir *heir_ret)
{
    for (uint32_t i = 0; i < h->job->nmap; i++) {
        const struct knownfolders_map *map = &h->job->map[i];

        if (!is_called(h, old, map->from))
            continue;
        h->is_used[i] = true;
        heir_ret->profile = find_called(h, map->to);
        heir_ret->is_new = !heir_ret->profile;
        heir_ret->name = map->to;
        return true;
    }
    return false;
}

/* The user of the same account in DOMAIN, or in one that is not known. */
static const struct profile *find_in_domain(const struct heirs *h, struct str account,
                                            struct str domain)
{
    const struct profiles *profiles = h->job->now->profiles;
    const struct profile *found = NULL;

    for (uint32_t i = 0; i < profiles->n; i++) {
        const struct profile *p = &profiles->at[i];

        if (!is_somebodys(p) || !is_same(h, account, p->account))
            continue;
        if (is_same(h, domain, p->domain))
            return p;
        if (!found && p->domain.n == 0)
            found = p;
    }
    return found;
}

/* Of several that mean the old domain the first counts. */
static bool find_moved(const struct heirs *h, const struct profile *old, struct heir *heir_ret)
{
    for (uint32_t i = 0; i < h->job->ndomains; i++) {
        const struct knownfolders_map *map = &h->job->domains[i];

        if (old->domain.n == 0 || !userchoice_fits(map->from, old->domain, upcase_of(h)))
            continue;
        heir_ret->profile = find_in_domain(h, old->account, map->to);
        return true;
    }
    return false;
}

/* ---- What both Windows say ---- */

static struct str called(const struct profile *p, uint32_t way)
{
    return way == BY_SID ? p->sid : way == BY_ACCOUNT ? p->account : p->name;
}

static void list(struct made *made, const struct profile *p, uint32_t way, uint32_t i,
                 const uint16_t *upcase)
{
    const struct made_name name = {.name = called(p, way), .folder = way, .thing = i};

    if (name.name.n > 0 && !made_find(made, way, name.name, upcase))
        made_add(made, &name, upcase);
}

/* Who has the SID of somebody of the old Windows is that one, and nobody's namesake. */
static void list_all(struct heirs *h)
{
    const struct profiles *now = h->job->now->profiles, *old = h->job->old->profiles;

    for (uint32_t i = 0; i < old->n; i++)
        list(&h->known, &old->at[i], BY_SID, i, upcase_of(h));
    for (uint32_t i = 0; i < now->n; i++) {
        const struct profile *p = &now->at[i];
        const bool is_known =
            p->sid.n > 0 && made_find(&h->known, BY_SID, p->sid, upcase_of(h)) != NULL;

        for (uint32_t way = 0; way < (is_known ? BY_ACCOUNT : NWAYS) && is_somebodys(p); way++)
            list(&h->alike, p, way, i, upcase_of(h));
    }
}

/* The new profile of the same SID, account or folder, in this order. */
static const struct profile *find_alike(struct heirs *h, const struct profile *old)
{
    for (uint32_t way = 0; way < NWAYS; way++) {
        struct str name = called(old, way);
        const struct made_name *made =
            name.n > 0 ? made_find(&h->alike, way, name, upcase_of(h)) : NULL;

        if (made)
            return &h->job->now->profiles->at[made->thing];
    }
    return NULL;
}

/* ---- All ---- */

enum status heirs_begin(struct heirs *heirs, const struct knownfolders_job *job,
                        struct arena *arena)
{
    const size_t nnow = (size_t)job->now->profiles->n * NWAYS;
    enum status status = STATUS_NO_MEMORY;

    *heirs = (struct heirs){.job = job};
    heirs->is_used = arena_array(arena, (size_t)job->nmap + 1, sizeof *heirs->is_used);
    if (heirs->is_used && nnow < UINT32_MAX / 2)
        status = made_begin(&heirs->alike, (uint32_t)nnow, arena);
    if (status == STATUS_OK)
        status = made_begin(&heirs->known, job->old->profiles->n, arena);
    if (status == STATUS_OK)
        list_all(heirs);
    return status;
}

struct heir heirs_find(struct heirs *heirs, const struct profile *old)
{
    struct heir heir = {.name = str_of("")};

    if (!find_mapped(heirs, old, &heir) && !find_moved(heirs, old, &heir))
        heir.profile = find_alike(heirs, old);
    return heir;
}

uint32_t heirs_stray(const struct heirs *heirs)
{
    for (uint32_t i = 0; i < heirs->job->nmap; i++)
        if (!heirs->is_used[i])
            return i;
    return UINT32_MAX;
}
