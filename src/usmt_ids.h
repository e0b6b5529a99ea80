/* SPDX-License-Identifier: GPL-3.0-or-later */
/* USMT's programs and their slash options, each by a number. usmt_options.h has the table. */
#ifndef SRC_USMT_IDS_H
#define SRC_USMT_IDS_H

enum usmt_program { USMT_SCANSTATE = 1, USMT_LOADSTATE = 2, USMT_UTILS = 4 }; /* bits */

enum usmt_id {
    USMT_HELP,
    USMT_HARDLINK,
    USMT_NOCOMPRESS,
    USMT_O,
    USMT_I,
    USMT_CONFIG,
    USMT_AUTO,
    USMT_GENCONFIG,
    USMT_GENMIGXML,
    USMT_P,
    USMT_LISTFILES,
    USMT_L,
    USMT_V,
    USMT_PROGRESS,
    USMT_C,
    USMT_R,
    USMT_W,
    USMT_ALL,
    USMT_UI,
    USMT_UE,
    USMT_UEL,
    USMT_EFS,
    USMT_OFFLINE,
    USMT_OFFLINEWINDIR,
    USMT_OFFLINEWINOLD,
    USMT_LOCALONLY,
    USMT_VSC,
    USMT_ENCRYPT,
    USMT_DECRYPT,
    USMT_KEY,
    USMT_KEYFILE,
    USMT_TARGET,
    USMT_APPS,
    USMT_PPKG,
    USMT_MD,
    USMT_MU,
    USMT_LAC,
    USMT_LAE,
    USMT_SF,
    USMT_EC,
    USMT_RD,
    USMT_Y,
    USMT_VERIFY,
    USMT_EXTRACT,
    USMT_INCLUDE,
    USMT_EXCLUDE,
    USMT_OVERWRITE,
    USMT_NIDS,
};

#endif
