/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of all slash options of USMT's programs. Part of usmt_options.h. */
#include "src/usmt_options.h"

enum {
    SCAN = USMT_SCANSTATE,
    LOAD = USMT_LOADSTATE,
    UTILS = USMT_UTILS,
    BOTH = USMT_SCANSTATE | USMT_LOADSTATE,
    EACH = BOTH | USMT_UTILS,
    REPEATS = USMT_REPEATS,
    A_FILE = USMT_A_FILE,
    HARMLESS = USMT_HARMLESS,
};

static const char no_key[] =
    "A hard-link store holds no copies that could be encrypted: its files are those of the volume, "
    "and BitLocker or EFS protects them there.";

static const char no_choice[] =
    "A store is restored as a whole: choose users when it is made, or plan with 'mftlink plan "
    "restore'. Leave /ui, /ue and /uel out.";

static const char no_account[] =
    "Only a running Windows makes accounts: leave /lac and /lae out, and say /mu:OLD\\user:user "
    "for a "
    "user who is still to come; the files wait in the folder of that name.";

static const char no_target[] =
    "A hard-link store is the same for every Windows: /target... is not needed.";

static const char no_package[] =
    "Packages of applications need the running Windows that they are taken from: use its own "
    "ScanState for them.";

/* What is refused is told in the order of the table; help of it is that reason in few words. */
const struct usmt_option usmt_options_all[] = {
    {USMT_HARDLINK, "hardlink", NULL, USMT_ALONE, BOTH, 0,
     "The store has links to the files. With /nocompress.", NULL, NULL},
    {USMT_NOCOMPRESS, "nocompress", NULL, USMT_ALONE, BOTH, 0,
     "Files as they are, below STORE\\USMT\\File.", NULL, NULL},
    {USMT_O, "o", NULL, USMT_ALONE, SCAN, 0,
     "Remove a store that is there before, or overwrite the file of\n/genconfig.", NULL, NULL},
    {USMT_I, "i", "FILE", USMT_NEEDS, BOTH, REPEATS | A_FILE,
     "Rules in MigXML, or builtin:user, builtin:documents. May be given\nseveral times.", NULL,
     NULL},
    {USMT_CONFIG, "config", "FILE", USMT_NEEDS, BOTH, A_FILE,
     "A Config.xml: components, ErrorControl, HardLinkStoreControl.", NULL, NULL},
    {USMT_AUTO, "auto", "FOLDER", USMT_MAY_HAVE, BOTH, A_FILE,
     "The rules MigDocs.xml and MigApp.xml in FOLDER, and /v:5. Without\nFOLDER: "
     "builtin:documents.",
     NULL, NULL},
    {USMT_GENCONFIG, "genconfig", "FILE", USMT_NEEDS, SCAN, A_FILE,
     "Write a Config.xml of the components that the volumes have.", NULL, NULL},
    {USMT_P, "p", "FILE", USMT_MAY_HAVE, SCAN, A_FILE,
     "Write to FILE, as XML, what a store would take; make none.", NULL, NULL},
    {USMT_LISTFILES, "listfiles", "FILE", USMT_MAY_HAVE, SCAN, A_FILE,
     "Write the paths of all files that are taken. Default: Listfiles.txt.", NULL, NULL},
    {USMT_L, "l", "FILE", USMT_NEEDS, EACH, A_FILE,
     "The log; what is there before stays. Default of scanstate and\nloadstate: ScanState.log, "
     "LoadState.log.",
     NULL, NULL},
    {USMT_V, "v", "LEVEL", USMT_NEEDS, EACH, 0,
     "What the log tells more: 1 notes, 4 each object, 8 all of it on the\nstandard error, too; or "
     "a sum of these.",
     NULL, "0 1 4 5 8 9 12 13"},
    {USMT_PROGRESS, "progress", "FILE", USMT_NEEDS, BOTH, A_FILE,
     "Write how far it is, for a program: values with commas between.", NULL, NULL},
    {USMT_C, "c", NULL, USMT_ALONE, BOTH, 0,
     "Go on without what cannot be taken, and return 3. Without it nothing\nis written then (61).",
     NULL, NULL},
    {USMT_ALL, "all", NULL, USMT_ALONE, BOTH, 0, "All users; so it is without it.", NULL, NULL},
    {USMT_UI, "ui", "USER", USMT_NEEDS, SCAN, REPEATS,
     "USER takes part: DOMAIN\\user or a SID, with * in them.", NULL, NULL},
    {USMT_UE, "ue", "USER", USMT_NEEDS, SCAN, REPEATS,
     "USER does not, unless /ui or /uel takes it.", NULL, NULL},
    {USMT_UEL, "uel", "SINCE", USMT_NEEDS, SCAN, 0,
     "Only who was used since then: days, or YYYY/MM/DD.", NULL, NULL},
    {USMT_EFS, "efs", "WHAT", USMT_NEEDS, SCAN, 0,
     "Encrypted files: abort, skip, decryptcopy, copyraw, hardlink.", NULL,
     "abort skip decryptcopy copyraw hardlink"},
    {USMT_OFFLINE, "offline", "FILE", USMT_NEEDS, BOTH, A_FILE,
     "XML that names folders of Windows: the first that has one is to be the\nvolumes'. Not with "
     "loadstate (36).",
     NULL, NULL},
    {USMT_OFFLINEWINDIR, "offlinewindir", "FOLDER", USMT_NEEDS, SCAN, 0,
     "The folder of Windows, C:\\Windows; another one is refused (26).", NULL, NULL},
    {USMT_OFFLINEWINOLD, "offlinewinold", "FOLDER", USMT_NEEDS, SCAN, 0,
     "The folder of a Windows that was moved aside, C:\\Windows.old\\Windows:\nits users and files "
     "are taken.",
     NULL, NULL},
    {USMT_LOCALONLY, "localonly", NULL, USMT_ALONE, SCAN, 0,
     "Drives that are on a server are left out.", NULL, NULL},
    {USMT_MU, "mu", "OLD:NEW", USMT_NEEDS, LOAD, REPEATS,
     "The user OLDDOMAIN\\user is [NEWDOMAIN\\]user now, who need not be there\nyet.", NULL, NULL},
    {USMT_MD, "md", "OLD:NEW", USMT_NEEDS, LOAD, REPEATS,
     "Users of the domain OLD (* stands for any text) are those of the same\naccount in NEW.", NULL,
     NULL},
    {USMT_RD, "rd", "STORE", USMT_MAY_HAVE, UTILS, 0,
     "Remove a store, on every volume that is given.", NULL, NULL},
    {USMT_Y, "y", NULL, USMT_ALONE, UTILS, 0, "Do not ask. With /rd.", NULL, NULL},
    {USMT_VERIFY, "verify", "WHAT", USMT_MAY_HAVE, UTILS, 0,
     "Is a store whole, and may it go? WHAT: summary, all, failureonly,\ncatalog.", NULL,
     "summary all failureonly catalog"},
    {USMT_EXTRACT, "extract", NULL, USMT_ALONE, UTILS, 0,
     "Copy files of a store out of it: /extract STORE FOLDER.", NULL, NULL},
    {USMT_INCLUDE, "i", "PATTERNS", USMT_NEEDS, UTILS, REPEATS,
     "Of these alone, with commas between, * for any text: *.docx,*.xlsx.", NULL, NULL},
    {USMT_EXCLUDE, "e", "PATTERNS", USMT_NEEDS, UTILS, REPEATS,
     "But for these; what /i names is copied all the same.", NULL, NULL},
    {USMT_OVERWRITE, "o", NULL, USMT_ALONE, UTILS, 0,
     "Files that are there are overwritten. With /extract.", NULL, NULL},
    {USMT_EC, "ec", NULL, USMT_ALONE, UTILS, 0, "List ciphers for stores.", NULL, NULL},
    {USMT_HELP, "?", NULL, USMT_ALONE, EACH, REPEATS, "Show this help; so does /help.", NULL, NULL},
    {USMT_HELP, "help", NULL, USMT_ALONE, EACH, REPEATS, "Show this help.", NULL, NULL},

    {USMT_R, "r", "TIMES", USMT_NEEDS, BOTH, HARMLESS,
     "The store is on the volume itself: there is no network to try again.",
     "A hard-link store lies on the volume itself, and no network can fail: /r is not needed.",
     NULL},
    {USMT_W, "w", "SECONDS", USMT_NEEDS, BOTH, HARMLESS,
     "The store is on the volume itself: there is no network to wait for.",
     "A hard-link store lies on the volume itself, and no network can fail: /w is not needed.",
     NULL},
    {USMT_UI, "ui", "USER", USMT_NEEDS, LOAD, REPEATS, "The store is restored as a whole.",
     no_choice, NULL},
    {USMT_UE, "ue", "USER", USMT_NEEDS, LOAD, REPEATS, "The store is restored as a whole.",
     no_choice, NULL},
    {USMT_UEL, "uel", "SINCE", USMT_NEEDS, LOAD, 0, "The store is restored as a whole.", no_choice,
     NULL},
    {USMT_LAC, "lac", "PASSWORD", USMT_MAY_HAVE, LOAD, 0,
     "Only a running Windows makes accounts; /mu names a folder for one.", no_account, NULL},
    {USMT_LAE, "lae", NULL, USMT_ALONE, LOAD, 0, "Only a running Windows makes accounts.",
     no_account, NULL},
    {USMT_EFS, "efs", "WHAT", USMT_NEEDS, LOAD, 0, "It is decided when the store is made.",
     "What becomes of encrypted files is decided when the store is made, by /efs of scanstate: a "
     "restore gives each file that the store has its name.",
     NULL},
    {USMT_RD, "rd", "STORE", USMT_MAY_HAVE, LOAD, 0, "usmtutils does it.",
     "loadstate removes no store: 'usmtutils /rd STORE' does, once all is where it belongs.", NULL},
    {USMT_VSC, "vsc", NULL, USMT_ALONE, SCAN, 0,
     "Nothing is in use on a volume that is not running.",
     "Shadow copies are of a running Windows; on a volume that is not running nothing is locked.",
     NULL},
    {USMT_GENMIGXML, "genmigxml", "FILE", USMT_NEEDS, SCAN, A_FILE,
     "builtin:documents finds documents; 'mftlink explain' shows how.",
     "The patterns that would be written are told by 'mftlink explain --rules builtin:documents', "
     "and /i:builtin:documents takes them.",
     NULL},
    {USMT_ENCRYPT, "encrypt", "ALGORITHM", USMT_MAY_HAVE, SCAN, 0,
     "Files in a hard-link store are those of the volume.", no_key, NULL},
    {USMT_DECRYPT, "decrypt", "ALGORITHM", USMT_MAY_HAVE, LOAD | UTILS, 0,
     "Files in a hard-link store are those of the volume.", no_key, NULL},
    {USMT_KEY, "key", "TEXT", USMT_NEEDS, EACH, 0,
     "Files in a hard-link store are those of the volume.", no_key, NULL},
    {USMT_KEYFILE, "keyfile", "FILE", USMT_NEEDS, EACH, A_FILE,
     "Files in a hard-link store are those of the volume.", no_key, NULL},
    {USMT_TARGET, "targetvista", NULL, USMT_ALONE, SCAN, REPEATS | HARMLESS,
     "The store is the same for every Windows.", no_target, NULL},
    {USMT_TARGET, "targetwindows7", NULL, USMT_ALONE, SCAN, REPEATS | HARMLESS,
     "The store is the same for every Windows.", no_target, NULL},
    {USMT_TARGET, "targetwindows8", NULL, USMT_ALONE, SCAN, REPEATS | HARMLESS,
     "The store is the same for every Windows.", no_target, NULL},
    {USMT_APPS, "apps", NULL, USMT_ALONE, SCAN, 0,
     "Only the running Windows knows what belongs to them.", no_package, NULL},
    {USMT_PPKG, "ppkg", "FILE", USMT_NEEDS, SCAN, A_FILE,
     "Only the running Windows knows what belongs to them.", no_package, NULL},
    {USMT_SF, "sf", NULL, USMT_ALONE, LOAD, 0, "It is known to damage the paths of shell folders.",
     "/sf is not documented, and is known to damage the registry's paths of shell folders: leave "
     "it out.",
     NULL},
    {.name = NULL},
};
