/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reasons in words: see plan_reason.h. */
#include "planner/plan_reason.h"

static const struct {
    const char *word, *sentence;
} reasons[PLAN_NREASONS] = {
    [PLAN_AS_USUAL] = {"as-usual", "nothing special"},
    [PLAN_OTHER_FILE_SYSTEM] = {"other-file-system", "its volume has no hard links"},
    [PLAN_LOCKED_BY_SYSTEM] = {"locked-by-system",
                               "the system holds it, so that it cannot stay in place"},
    [PLAN_LOCKED_COPY] = {"locked-copy",
                          "an application holds it, and Config.xml says errorHardLink"},
    [PLAN_EFS_RAW] = {"efs-raw", "it is encrypted (EFS), and is copied as it is"},
    [PLAN_OTHER_VOLUME] = {"other-volume", "its new place is on another volume"},
    [PLAN_STORE_COPY] = {"store-copy", "the store has a copy of it, which stays what it is"},
    [PLAN_USERS_OWN] = {"users-own",
                        "it lies in a user's folder, and is made with the security descriptor of "
                        "the folder that it is in"},
    [PLAN_IS_SYSTEM] = {"is-system", "it belongs to NTFS itself"},
    [PLAN_LINK_LIMIT] = {"link-limit",
                         "it has as many names as a file can have (1,024, DOS names counted)"},
    [PLAN_NAME_TOO_LONG] = {"name-too-long", "its name has more than 255 characters"},
    [PLAN_BAD_NAME] = {"bad-name",
                       "its name has a character that no name can have, and would lead elsewhere"},
    [PLAN_PATH_TOO_LONG] = {"path-too-long",
                            "its path in the store would have more than 32,767 characters"},
    [PLAN_CASE_COLLISION] = {"case-collision",
                             "another name in its folder differs only by upper and lower case, "
                             "and Windows would find only one of them"},
    [PLAN_LINK_COUNT] = {"link-count",
                         "its record counts another number of names than it has: chkdsk first"},
    [PLAN_STALE_PARENT] = {"stale-parent",
                           "one of its names lies in a folder that is not there: chkdsk first"},
    [PLAN_NAME_TAKEN] = {"name-taken", "that name is there already, for something else"},
    [PLAN_EFS_ABORT] = {"efs-abort",
                        "it is encrypted (EFS), and --efs abort stops everything: decrypt it, or "
                        "say --efs skip, copyraw or hardlink"},
    [PLAN_EFS_SKIP] = {"efs-skip", "it is encrypted (EFS), and --efs skip leaves it out"},
    [PLAN_EFS_NO_KEY] = {"efs-no-key",
                         "it is encrypted (EFS), and only a running Windows has the user's key"},
    [PLAN_LOCKED] = {"locked",
                     "an application holds it, and no fileLocked of Config.xml says what to do"},
    [PLAN_PLACEHOLDER] = {"placeholder",
                          "its content is not on this disk: it comes back from where it is kept"},
    [PLAN_FOLDER_REPARSE] = {"folder-reparse",
                             "it leads to another folder, which has a place of its own"},
    [PLAN_UNREADABLE] = {"unreadable",
                         "it must be copied, and only a running Windows can read its content"},
    [PLAN_DAMAGED] = {"damaged", "its record is damaged: chkdsk first"},
    [PLAN_PROFILE_ORPHANED] = {"profile-orphaned",
                               "no account has this user's SID any more: --ui takes the files all "
                               "the same"},
    [PLAN_PROFILE_UNREADABLE] = {"profile-unreadable",
                                 "this user's folder is not there, or cannot be used"},
    [PLAN_ONLY_COPY] = {"only-copy",
                        "all its names are in the store, and nothing would be left of it: "
                        "--only-copies delete deletes it"},
    [PLAN_NOT_OURS] = {"not-ours", "it lies in the store's folder, and is no part of the store"},
    [PLAN_STILL_NEEDED] = {"still-needed", "it tells of files in the store that stay"},
    [PLAN_NO_USER] = {"no-user",
                      "the new Windows has no such user: --user-map says whose files these become"},
    [PLAN_NOT_NTFS] = {"not-ntfs", "its place is on a volume that is not NTFS, and not written"},
    [PLAN_PLACE_REPARSE] = {"place-reparse",
                            "its place lies behind a junction or a link, which leads elsewhere"},
    [PLAN_PLACE_STORE] = {"place-store", "its place lies in a store"},
    [PLAN_KEPT_THERE] = {"kept-there",
                         "its name is taken, and DestinationPriority or NewestVersion prefers what "
                         "is there"},
    [PLAN_IRRELEVANT_LINK] = {"irrelevant-link",
                              "it is a shortcut whose target is neither there nor in the store, "
                              "and IgnoreIrrelevantLinks leaves such out"},
    [PLAN_NO_DESCRIPTOR] = {"no-descriptor",
                            "its security descriptor cannot be read, so that the old user stays in "
                            "it: set owner and permissions in Windows"},
    [PLAN_OF_WINDOWS] = {"of-windows",
                         "it is Windows' own, or the old Windows, of which destinationCleanup "
                         "moves nothing"},
    [PLAN_NOT_AS_MADE] = {"not-as-made", "it is not what was made there any more"},
    [PLAN_LAST_NAME] = {"last-name",
                        "its file has no other name any more, and nothing would be left of it"},
    [PLAN_NOT_EMPTY] = {"not-empty", "something is in it that stays"},
    [PLAN_GONE] = {"gone", "it is not there any more, or what it was made of or lies in is not"},
    [PLAN_NO_WAY_BACK] = {"no-way-back", "its file was deleted, and cannot come back"},
};

const char *plan_reason_word(enum plan_reason reason)
{
    return reasons[reason].word;
}

const char *plan_reason_sentence(enum plan_reason reason)
{
    return reasons[reason].sentence;
}

uint32_t plan_reason_code(enum plan_reason reason)
{
    static const uint32_t codes[PLAN_NREASONS] = {
        [PLAN_LOCKED] = 32,       /* ERROR_SHARING_VIOLATION */
        [PLAN_EFS_NO_KEY] = 6001, /* ERROR_DECRYPTION_FAILED */
        [PLAN_UNREADABLE] = 1920, /* ERROR_CANT_ACCESS_FILE */
        [PLAN_PLACEHOLDER] = 395, /* ERROR_CLOUD_FILE_ACCESS_DENIED */
        [PLAN_DAMAGED] = 1392,    /* ERROR_FILE_CORRUPT */
        [PLAN_LINK_COUNT] = 1392,
        [PLAN_STALE_PARENT] = 1392,
        [PLAN_LINK_LIMIT] = 1142,   /* ERROR_TOO_MANY_LINKS */
        [PLAN_BAD_NAME] = 123,      /* ERROR_INVALID_NAME */
        [PLAN_NAME_TOO_LONG] = 206, /* ERROR_FILENAME_EXCED_RANGE */
        [PLAN_PATH_TOO_LONG] = 206,
        [PLAN_NAME_TAKEN] = 183, /* ERROR_ALREADY_EXISTS */
        [PLAN_CASE_COLLISION] = 183,
        [PLAN_NO_USER] = 1317,       /* ERROR_NO_SUCH_USER */
        [PLAN_NO_DESCRIPTOR] = 1338, /* ERROR_INVALID_SECURITY_DESCR */
        [PLAN_NOT_EMPTY] = 145,      /* ERROR_DIR_NOT_EMPTY */
        [PLAN_GONE] = 2,             /* ERROR_FILE_NOT_FOUND */
    };

    return codes[reason];
}
