/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The users of an offline Windows, as values: what its registry says, held against the folders that
 * the index has. src/profileread.h fills them.
 *
 *   for (uint32_t i = 0; i < profiles->n; i++)
 *       ... profiles->at[i].sid, .folder ...
 *   profiles_free(profiles);
 *
 * Every key of the registry's list and every folder among the users' folders has a row: a profile
 * whose SID leads nowhere, or whose folder nobody owns, is a row with flags, never left out. Texts
 * are WTF-8 and may hold anything; an empty one is not known. Rows are
 * those of files, of the index. Times are 100
 * ns ticks since 1601 UTC, 0 where not known. Read-only once filled.
 */
#ifndef PLANNER_PROFILES_H
#define PLANNER_PROFILES_H

#include "mft/arena.h"
#include "mft/index.h"
#include "mft/text.h"
#include "planner/profileflags.h"

/* A shell folder: where Windows or a user keeps the desktop, documents, pictures. */
struct profile_folder {
    struct str name;   /* of the registry's value: "Desktop", "Personal", "{374DE290-...}" */
    struct str path;   /* with variables replaced */
    uint32_t file;     /* row of the folder; INDEX_NONE where it is not there */
    bool is_elsewhere; /* on another drive, or on another computer */
};

struct profile_folders {
    struct profile_folder *at;
    uint32_t n;
};

struct profile {
    struct str key;        /* name of its key in the list; empty: PROFILE_NO_KEY */
    struct str sid;        /* the same without ".bak" */
    struct str name;       /* the last part of its path */
    struct str path;       /* with variables replaced: "C:\Users\Ann" */
    struct str domain;     /* of its account: the computer or a domain, "PC17" */
    struct str account;    /* "Ann" */
    struct str logon_name; /* as its NTUSER.DAT tells who logged on last */
    uint32_t folder;       /* row; INDEX_NONE where it is not there */
    uint32_t hive;         /* row of its NTUSER.DAT, or INDEX_NONE */
    unsigned flags;        /* enum profile_flag */
    bool sid_resolves;  /* some key of this SID that was not set aside names a folder there, and its
                           account was not deleted from this computer; accounts of domains cannot be
                           asked for here and count as there */
    bool has_state;     /* STATE is known */
    uint32_t state;     /* bits of the value State */
    uint64_t modified;  /* NTUSER.DAT's time of modification */
    uint64_t loaded;    /* when it was last loaded */
    uint64_t unloaded;  /* when it was last unloaded */
    uint64_t last_used; /* the latest of these */
    struct profile_folders shell;
};

struct profiles {
    uint32_t windows;             /* row of the folder of Windows; INDEX_NONE where there is none */
    struct str windows_path;      /* on the volume: "\Windows" */
    struct str drive;             /* as it calls the volume: "C:" */
    struct str product;           /* "Windows 10 Pro" */
    struct str version;           /* "6.3" */
    struct str build;             /* "19045" */
    struct str release;           /* "22H2" */
    struct str computer;          /* "PC17" */
    struct str users_path;        /* where new profiles come: "C:\Users" */
    struct str public_path;       /* "C:\Users\Public"; on Windows XP what All Users is */
    struct str default_path;      /* what new profiles are copied from */
    struct str program_data;      /* "C:\ProgramData" */
    struct str program_files;     /* "C:\Program Files" */
    struct str program_files_x86; /* the same for programs of 32 bits on a Windows of 64 */
    struct str common_files;      /* "C:\Program Files\Common Files" */
    struct str common_files_x86;
    bool has_registry;            /* the list is the registry's; else only the folders are known */
    struct profile_folders shell; /* of the machine */
    struct profile *at;
    uint32_t n;
    struct str *notes; /* sentences: what could not be read, and what that means */
    uint32_t nnotes;
    struct arena arena; /* holds all of it */
};

/*
 * Does nothing that is known lead from an account to PROFILE? Then Windows' own tools pass it over.
 * - a person's, of this computer, whose account was deleted;
 * - a folder that no key names, although there are keys;
 * - a key that was set aside, and no other of its SID.
 */
static inline bool profile_is_orphaned(const struct profiles *profiles,
                                       const struct profile *profile)
{
    enum { EXCUSED = PROFILE_SYSTEM | PROFILE_ELSEWHERE | PROFILE_NO_FOLDER };

    if (profile->flags & PROFILE_NO_ACCOUNT)
        return true;
    if (profile->flags & PROFILE_NO_KEY)
        return profiles->has_registry;
    return !profile->sid_resolves && !(profile->flags & EXCUSED);
}

static inline void profiles_free(struct profiles *profiles)
{
    arena_free(&profiles->arena);
}

#endif
