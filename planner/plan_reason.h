/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Why a row of a plan is as it is: why a file is copied and not linked, why an intent is refused.
 * docs/PLAN.md tells each. Constant tables; pure.
 */
#ifndef PLANNER_PLAN_REASON_H
#define PLANNER_PLAN_REASON_H

#include <stdint.h>

enum plan_reason {
    PLAN_AS_USUAL, /* a link, or a folder: nothing to explain */
    /* Why a file is copied. */
    PLAN_OTHER_FILE_SYSTEM, /* its volume has no hard links */
    PLAN_LOCKED_BY_SYSTEM,  /* cannot stay in place */
    PLAN_LOCKED_COPY,       /* <errorHardLink> */
    PLAN_EFS_RAW,           /* --efs copyraw */
    PLAN_OTHER_VOLUME,      /* its new place is on another volume than the store has it */
    PLAN_STORE_COPY,        /* the store has a copy of it */
    /* How a folder is made. */
    PLAN_USERS_OWN, /* with the security descriptor of the folder that it is in */
    /* Why an intent is refused. */
    PLAN_IS_SYSTEM,          /* NTFS's own */
    PLAN_LINK_LIMIT,         /* 1024 names, DOS names counted */
    PLAN_NAME_TOO_LONG,      /* over 255 units */
    PLAN_BAD_NAME,           /* with a character that leads elsewhere */
    PLAN_PATH_TOO_LONG,      /* over 32,767 units, drive and all */
    PLAN_CASE_COLLISION,     /* another name in that folder differs only by case */
    PLAN_LINK_COUNT,         /* the header's count is not the number of names */
    PLAN_STALE_PARENT,       /* a name of the file lies in a folder that is not there */
    PLAN_NAME_TAKEN,         /* something else has that name in the store */
    PLAN_EFS_ABORT,          /* --efs abort: nothing can be applied */
    PLAN_EFS_SKIP,           /* --efs skip */
    PLAN_EFS_NO_KEY,         /* --efs decryptcopy: only a running Windows has the user's key */
    PLAN_LOCKED,             /* locked, and no <fileLocked> says what to do */
    PLAN_PLACEHOLDER,        /* its content is not on this disk */
    PLAN_FOLDER_REPARSE,     /* a junction, mount point or link: what it leads to is not here */
    PLAN_UNREADABLE,         /* to be copied, and its reparse point needs a filter of Windows */
    PLAN_DAMAGED,            /* its record has findings */
    PLAN_PROFILE_ORPHANED,   /* a user whose SID leads nowhere */
    PLAN_PROFILE_UNREADABLE, /* a user whose folder or NTUSER.DAT cannot be used */
    /* Why something of a store stays. */
    PLAN_ONLY_COPY,    /* all names of the file are in the store */
    PLAN_NOT_OURS,     /* it is no part of the store */
    PLAN_STILL_NEEDED, /* a manifest, of which something stays */
    /* Why something is not restored. */
    PLAN_NO_USER,         /* nobody of the new Windows takes this profile over */
    PLAN_NOT_NTFS,        /* its new place is on a volume that is not written */
    PLAN_PLACE_REPARSE,   /* its new place lies behind a junction or link */
    PLAN_PLACE_STORE,     /* its new place lies in a store */
    PLAN_KEPT_THERE,      /* a rule prefers what is there */
    PLAN_IRRELEVANT_LINK, /* a shortcut whose target is nowhere, and a rule leaves such out */
    PLAN_NO_DESCRIPTOR,   /* its security descriptor cannot be read, and is to be rewritten */
    PLAN_OF_WINDOWS,      /* Windows' own, or the old Windows: destinationCleanup leaves it alone */
    /* Why something is not taken back. */
    PLAN_NOT_AS_MADE, /* something else is there, or it has changed */
    PLAN_LAST_NAME,   /* the file would lose its last name */
    PLAN_NOT_EMPTY,   /* a folder with something in it that stays */
    PLAN_GONE,        /* it is not there, or its file or folder is not */
    PLAN_NO_WAY_BACK, /* a file that was deleted */
};

enum { PLAN_NREASONS = PLAN_NO_WAY_BACK + 1 };

/* Constant words: "efs-abort"; one sentence without its full stop. */
const char *plan_reason_word(enum plan_reason reason);
const char *plan_reason_sentence(enum plan_reason reason);

/* The error of Win32 that a tool on a running Windows would meet, as ErrorControl counts them; 0:
 * none. */
uint32_t plan_reason_code(enum plan_reason reason);

#endif
