/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The command line. A command has one table of options (optionlist.h), and everything is read off
 * it: the parser, --help, the OPTIONS of the man page, and completions of shells.
 *
 *   struct options options = {0};
 *   if (!options_parse(specs, argc, argv, &options)) return COMMAND_USAGE;      it has said why
 *
 * Texts and operands are borrowed from argv.
 */
#ifndef SRC_OPTIONS_H
#define SRC_OPTIONS_H

#include "planner/remove.h"
#include "planner/save.h"
#include "src/drivechoice.h"
#include "src/textbuf.h"

enum options_progress { PROGRESS_AUTO, PROGRESS_NONE, PROGRESS_JSON };
enum options_format { FORMAT_NONE, FORMAT_JSONL, FORMAT_CSV, FORMAT_BODYFILE, FORMAT_SQLITE };

/* What an option says that may be given several times, in the order given. */
struct options_words {
    const char **at;
    int n;
};

/* What the options of all commands say. */
struct options {
    bool help, json;
    bool skips_free;         /* --skip-free */
    bool with_streams;       /* --streams */
    bool with_deleted;       /* --deleted */
    bool with_name_times;    /* --fn */
    bool with_users;         /* --users */
    unsigned jobs;           /* 0: one thread for each processor */
    uint32_t partition;      /* 0: not given */
    uint32_t min_links;      /* 0: not given */
    uint32_t top;            /* 0: not given */
    const char *out;         /* NULL or "-": standard output */
    const char *under;       /* NULL: not given */
    const char *html;        /* NULL: not given */
    const char *computer;    /* NULL: not given */
    const char *volume;      /* NULL: not given */
    const char *columns;     /* names with commas between; NULL: not given */
    const char *evidence;    /* NULL: not given */
    const char *config;      /* --config, a Config.xml; NULL: not given */
    const char *store;       /* --store, a folder of a Windows; NULL: not given */
    const char *locked_list; /* NULL: not given */
    const char *usmt_xml;    /* NULL: not given */
    const char *uel;         /* days, or a day; NULL: not given */
    const char *windows_old; /* a folder of a Windows that was moved aside; NULL: not given */
    struct options_words rules, ui, ue;
    struct options_words user_map;   /* OLD=NEW each */
    struct options_words domain_map; /* the same */
    struct options_words sid_map;    /* the same, or "none" */
    enum save_efs efs;
    bool with_all;        /* --all */
    bool with_ops;        /* --ops */
    bool with_refusals;   /* --refusals */
    bool yes;             /* --yes */
    bool dry_run;         /* --dry-run */
    uint64_t txn_memory;  /* bytes; 0: not given */
    bool has_reserve;     /* --reserve was given */
    uint64_t reserve;     /* bytes */
    const char *manifest; /* NULL: not given */
    const char *log;      /* NULL: not given */
    const char *conf;     /* NULL: not given */
    const char *only;     /* kinds with commas between; NULL: not given */
    bool force;           /* --force */
    enum remove_only_copies only_copies;
    enum options_progress progress;
    enum options_format format;
    char **operands;
    int noperands;
    const char *const *arguments; /* all words of the command line, in the order given */
    int narguments;

    struct drivechoice drives[DRIVECHOICE_MAX]; /* --drive, in the order given */
    int ndrives;
};

struct option_spec {
    const char *name;     /* without its dashes */
    char letter;          /* 0: none */
    const char *argument; /* what --help calls it; NULL: takes none */
    const char *help;     /* one line or more, each a few words; '\n' between lines */
    const char *values;   /* all words that it takes, with blanks between; NULL: any others, too */
    /* Takes VALUE (NULL where the option has no argument). False where it makes no sense. */
    bool (*take)(struct options *options, const char *value);
    /* Is WORD, which stands behind a value, one more of them? NULL: it never is. */
    bool (*takes_more)(const char *word);
};

/*
 * Parses ARGV behind ARGV[0], which is the command's name; options may stand behind operands. SPECS
 * ends with NULL. False after a mistake, which it has said.
 */
bool options_parse(const struct option_spec *const *specs, int argc, char **argv,
                   struct options *options_ret);

/* Adds WORD to WORDS. False after it has said that memory ran out. */
bool options_add(struct options_words *words, const char *word);

/* Frees what the options hold beside argv. */
void options_free(struct options *options);

/* Writes the table for --help: two columns. */
void options_help(const struct option_spec *const *specs, struct textbuf *to);

/* Writes the table as the man page has it, in scdoc. */
void options_man(const struct option_spec *const *specs, struct textbuf *to);

#endif
