/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words for each kind of finding. */
#include "mft/finding.h"

#include <assert.h>

static const struct {
    const char *word, *meaning;
} kinds[FINDING_KINDS] = {
    [FINDING_BOOT_FROM_BACKUP] =
        {"boot-from-backup", "the primary boot sector is unusable; its copy at the end was read"},
    [FINDING_MFT_FROM_MIRROR] = {"mft-from-mirror",
                                 "$MFT's own record is unusable; its copy in $MFTMirr was read"},
    [FINDING_VOLUME_TRUNCATED] = {"volume-truncated", "the source ends before the volume does"},
    [FINDING_MFT_TRUNCATED] = {"mft-truncated", "a part of $MFT cannot be located"},
    [FINDING_BITMAP_UNREADABLE] = {"bitmap-unreadable", "$MFT's bitmap cannot be read"},
    [FINDING_UNREADABLE] = {"unreadable", "the record could not be read from the source"},
    [FINDING_ZEROED] = {"zeroed", "the record holds nothing but zeros"},
    [FINDING_BAAD] = {"baad", "the record was marked as damaged when it was last written"},
    [FINDING_BAD_MAGIC] = {"bad-magic", "the record does not begin with FILE"},
    [FINDING_TORN] = {"torn", "the record was written only in part"},
    [FINDING_BAD_HEADER] = {"bad-header", "the record's header has numbers that cannot be"},
    [FINDING_BAD_ATTRIBUTE] = {"bad-attribute",
                               "the record's attributes are malformed from some point on"},
    [FINDING_BAD_NAME] = {"bad-name", "a file name attribute that cannot be"},
    [FINDING_OTHER_NUMBER] = {"other-number", "the record's header names another record number"},
    [FINDING_EXTENSION_ORPHAN] = {"extension-orphan",
                                  "an extension record whose base record is not in use"},
    [FINDING_EXTENSION_STALE] =
        {"extension-stale", "an extension record whose base record has another sequence number"},
    [FINDING_EXTENSION_UNLISTED] = {"extension-unlisted",
                                    "an extension record that its base record does not list"},
    [FINDING_LIST_UNREADABLE] = {"list-unreadable", "an attribute list that cannot be read"},
    [FINDING_LINK_COUNT] = {"link-count", "the header's link count is not the number of names"},
    [FINDING_NO_NAME] = {"no-name", "a file in use without any name"},
    [FINDING_DOS_NAME_ALONE] = {"dos-name-alone", "a DOS name without its long name"},
    [FINDING_DIRECTORY_NAMES] = {"directory-names", "a folder with more than one name"},
    [FINDING_PARENT_MISSING] = {"parent-missing", "a name in a folder that is not in use"},
    [FINDING_PARENT_STALE] = {"parent-stale",
                              "a name in a folder whose record was given to another file"},
    [FINDING_PARENT_NOT_DIRECTORY] = {"parent-not-directory",
                                      "a name in something that is no folder"},
    [FINDING_PARENT_LOOP] = {"parent-loop", "a folder that lies inside itself"},
    [FINDING_BITMAP_CLEAR] = {"bitmap-clear", "a record in use that $MFT's bitmap calls free"},
    [FINDING_BITMAP_SET] = {"bitmap-set", "a free record that $MFT's bitmap calls used"},
};

const char *finding_word(enum finding_kind kind)
{
    assert(kind < FINDING_KINDS);
    return kinds[kind].word;
}

const char *finding_meaning(enum finding_kind kind)
{
    assert(kind < FINDING_KINDS);
    return kinds[kind].meaning;
}
