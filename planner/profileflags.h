/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is special about a user of an offline Windows: see profiles.h. */
#ifndef PLANNER_PROFILEFLAGS_H
#define PLANNER_PROFILEFLAGS_H

enum profile_flag {
    PROFILE_BACKUP = 1 << 0,     /* its key ends in ".bak": Windows set it aside */
    PROFILE_DUPLICATE = 1 << 1,  /* another key has the same SID or names the same folder */
    PROFILE_NO_FOLDER = 1 << 2,  /* its key names no folder that is there */
    PROFILE_ELSEWHERE = 1 << 3,  /* its key names a folder on another drive */
    PROFILE_NO_KEY = 1 << 4,     /* a folder that no key names: whose it is, is not known */
    PROFILE_SYSTEM = 1 << 5,     /* of the system or a service, not of a person */
    PROFILE_NO_HIVE = 1 << 6,    /* no NTUSER.DAT in its folder */
    PROFILE_BAD_HIVE = 1 << 7,   /* its NTUSER.DAT cannot be read */
    PROFILE_DIRTY_HIVE = 1 << 8, /* it was being written: its newest changes may lie in its logs */
    PROFILE_NO_ACCOUNT = 1 << 9, /* its SID is of this computer, which has no such account */
    PROFILE_DOMAIN = 1 << 10, /* of a domain: whether its account is there cannot be known here */
};

enum { PROFILE_NFLAGS = 11 };

#endif
