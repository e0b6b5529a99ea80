/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words for kinds of differences: see diffwords.h. */
#include "src/diffwords.h"

#include "src/say.h"

static const struct {
    const char *kind, *meaning;
} words[DIFFERENCE_KINDS] = {
    [DIFFERENCE_ADDED] = {"added", "added"},
    [DIFFERENCE_REMOVED] = {"removed", "removed"},
    [DIFFERENCE_UNREADABLE] = {"unreadable", "of these: cannot be read where it is missing"},
    [DIFFERENCE_RENAMED] = {"renamed", "renamed"},
    [DIFFERENCE_MOVED] = {"moved", "moved"},
    [DIFFERENCE_LINKS] = {"links", "more or fewer names (links)"},
    [DIFFERENCE_GROWN] = {"grown", "grown"},
    [DIFFERENCE_SHRUNK] = {"shrunk", "shrunk"},
    [DIFFERENCE_CONTENT] = {"content", "content probably changed"},
    [DIFFERENCE_STREAMS] = {"streams", "named streams changed"},
    [DIFFERENCE_ATTRIBUTES] = {"attributes", "attributes changed"},
    [DIFFERENCE_OWNER] = {"owner", "another owner"},
    [DIFFERENCE_PERMISSIONS] = {"permissions", "other permissions"},
    [DIFFERENCE_TIMES] = {"times", "nothing but times"},
};

const char *diffwords_kind(unsigned kind)
{
    return words[kind].kind;
}

const char *diffwords_meaning(unsigned kind)
{
    return words[kind].meaning;
}

const char *diffwords_name(enum difference_names_kind kind)
{
    static const char *const names[] = {
        [DIFFERENCE_NAMES_RENAMED] = "renamed",
        [DIFFERENCE_NAMES_MOVED] = "moved",
        [DIFFERENCE_NAMES_ADDED] = "added",
        [DIFFERENCE_NAMES_REMOVED] = "removed",
    };

    return names[kind];
}

static unsigned bit_of(struct str word)
{
    for (unsigned kind = 0; kind < DIFFERENCE_KINDS; kind++)
        if (str_equal(str_of(words[kind].kind), word))
            return 1U << kind;
    return 0;
}

bool diffwords_parse(const char *list, unsigned *kinds_ret)
{
    unsigned kinds = 0;

    for (;; list++) {
        struct str word = {list, strcspn(list, ",")};
        unsigned bit = bit_of(word);

        if (!bit) {
            say("'%.*s' is no kind of change. They are added, removed, unreadable, renamed, moved, "
                "links, grown, shrunk, content, streams, attributes, owner, permissions and times.",
                (int)word.n, word.at);
            return false;
        }
        kinds |= bit;
        list += word.n;
        if (!*list)
            break;
    }
    *kinds_ret = kinds;
    return true;
}
