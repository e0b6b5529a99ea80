/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where documents are: see generate_docs.h. */
#include "planner/generate_docs.h"

#include "planner/filter.h"

/* The call while its patterns are made. */
struct search {
    const struct turn *turn;
    struct turn_book *book;
    const struct rules_call *call;
    struct patternlist *list;
    bool wants_excludes, is_system_drive_alone;
};

static bool is_true(const struct rules_call *call, uint32_t no, bool otherwise)
{
    static const char *const words[] = {"TRUE", "Yes", "1"};

    if (no >= call->narguments || !call->arguments[no].at)
        return otherwise;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (text_same_folded(call->arguments[no], str_of(words[i]), NULL))
            return true;
    return false;
}

static void add(struct search *search, struct str text)
{
    const struct patternlist_text made = {
        .text = text,
        .place = search->call->place,
        .what = search->call,
        .spares_hidden_system = !search->wants_excludes,
    };

    search->book->nbytes += text.n + sizeof made;
    if (search->book->nbytes > TURN_BYTES_MAX)
        turn_goes_on(search->book, STATUS_TOO_LARGE);
    if (search->book->status == STATUS_OK)
        turn_goes_on(search->book, patternlist_add(search->list, &made));
}

/* Adds what PHRASE holds, and empties it. */
static void add_phrase(struct search *search, struct phrase *phrase)
{
    struct str text = phrase_keep(phrase, search->book->arena);

    if (turn_goes_on(search->book, phrase->is_short ? STATUS_NO_MEMORY : STATUS_OK))
        add(search, text);
}

/* ---- Folders by their variables ---- */

/* TEXT, such as "%CSIDL_DESKTOP%\* [*]"; nothing where this Windows has no such folder. */
static void add_text(struct search *search, const char *text)
{
    const struct environment *variables = turn_variables(search->book, search->turn->user);
    struct environment_expanded expanded = {0};

    if (turn_goes_on(search->book,
                     environment_expand(variables, str_of(text), search->book->arena, &expanded)))
        for (uint32_t i = 0; i < expanded.texts.n; i++)
            add(search, expanded.texts.at[i]);
}

static void add_texts(struct search *search, const char *const *texts)
{
    for (; *texts; texts++)
        add_text(search, *texts);
}

/* ---- Folders in a folder ---- */

/* Is FOLDER, the name of a folder in START, called like one of NAMES? */
static bool is_named(struct str folder, const char *const *names, const uint16_t *upcase)
{
    for (; *names; names++)
        if (text_same_folded(folder, str_of(*names), upcase))
            return true;
    return false;
}

/* Is START\FOLDER, as a text of patterns, what one of the variables NAMES means? */
static bool is_meant(struct search *search, struct str folder, const char *const *names,
                     const uint16_t *upcase)
{
    const struct environment *variables = turn_variables(search->book, search->turn->user);

    for (; *names; names++) {
        struct environment_variable variable = environment_find(variables, str_of(*names));

        if (variable.values.n > 0 && text_same_folded(variable.values.at[0], folder, upcase))
            return true;
    }
    return false;
}

/* What is left out among the folders of one: by their names, or by variables. */
struct spared {
    const char *const *names;
    const char *const *variables;
};

/* "START\ [*]", and "START\folder\* [*]" for each folder in FOLDER (row), whose path is START. */
static void add_below(struct search *search, const struct machine_drive *drive, uint32_t folder,
                      struct str start, const struct spared *spared)
{
    const struct index *index = drive->index;
    struct phrase phrase = {0};

    phrase_add(&phrase, start);
    phrase_word(&phrase, "\\ [*]");
    add_phrase(search, &phrase);
    for (uint32_t i = index->first_child[folder];
         i < index->first_child[folder + 1] && search->book->status == STATUS_OK; i++) {
        uint32_t name = index->children[i], file = index->names.file[name];
        unsigned flags = index->files.flags[file];

        if (!(flags & FILE_DIRECTORY) || flags & FILE_SYSTEM ||
            filter_is_out_of_sight(index, file) ||
            is_named(index_name(index, name), spared->names, drive->upcase))
            continue;
        phrase_add(&phrase, start);
        phrase_word(&phrase, "\\");
        phrase_literal(&phrase, index_name(index, name));
        if (is_meant(search, phrase_view(&phrase), spared->variables, drive->upcase)) {
            phrase.n = 0;
            continue;
        }
        phrase_word(&phrase, "\\* [*]");
        add_phrase(search, &phrase);
    }
    phrase_free(&phrase);
}

/* ---- The computer's ---- */

static void add_roots(struct search *search)
{
    static const char *const no_names[] = {NULL};
    static const char *const windows[] = {"WINDIR",          "PROGRAMFILES",   "PROGRAMFILES(X86)",
                                          "ALLUSERSPROFILE", "PROFILESFOLDER", NULL};
    const struct spared spared = {no_names, windows};
    const struct machine *machine = search->book->machine;

    for (uint32_t i = 0; i < machine->ndrives; i++) {
        const struct machine_drive *drive = &machine->drives[i];
        uint32_t root = index_find(drive->index, RECORD_ROOT);

        if (drive->kind != MACHINE_FIXED || root == INDEX_NONE ||
            (search->is_system_drive_alone && i != machine->system))
            continue;
        add_below(search, drive, root, drive->name, &spared);
    }
}

static void search_computer(struct search *search)
{
    static const char *const left_out[] = {
        "%WINDIR%\\* [*]",          "%PROGRAMFILES%\\* [*]",   "%PROGRAMFILES(X86)%\\* [*]",
        "%ALLUSERSPROFILE%\\* [*]", "%PROFILESFOLDER%\\* [*]", NULL,
    };
    static const char *const shared[] = {
        "%CSIDL_COMMON_DESKTOPDIRECTORY%\\* [*]", "%CSIDL_COMMON_DOCUMENTS%\\* [*]",
        "%CSIDL_COMMON_FAVORITES%\\* [*]",        "%CSIDL_COMMON_MUSIC%\\* [*]",
        "%CSIDL_COMMON_PICTURES%\\* [*]",         "%CSIDL_COMMON_VIDEO%\\* [*]",
        "%FOLDERID_PUBLICDOWNLOADS%\\* [*]",      "%FOLDERID_PUBLICLIBRARIES%\\* [*]",
        "%FOLDERID_RECORDEDTV%\\* [*]",           NULL,
    };

    if (search->wants_excludes) {
        add_texts(search, left_out);
    } else {
        add_roots(search);
        add_texts(search, shared);
    }
}

/* ---- A user's ---- */

/* What Windows keeps in a profile for itself: of Vista and later the first, of XP the others. */
static const char *const system_folders[] = {
    "AppData",   "Application Data", "Local Settings", "Cookies",    "NetHood",
    "PrintHood", "Recent",           "SendTo",         "Start Menu", "Templates",
    "UserData",  "IETldCache",       "IECompatCache",  "PrivacIE",   NULL,
};

/* The folder (row) of the profile and its drive; false where it is not there. */
static bool find_profile(const struct search *search, const struct machine_drive **drive_ret,
                         uint32_t *folder_ret)
{
    const struct machine *machine = search->book->machine;
    const struct profile *profile = &machine->profiles->at[search->turn->user];
    uint32_t drive, name;

    if (!machine_find(machine, profile->path, &drive, &name))
        return false;
    *drive_ret = &machine->drives[drive];
    *folder_ret = (*drive_ret)->index->names.file[name];
    return true;
}

static void add_profile(struct search *search)
{
    static const char *const variables[] = {"CSIDL_APPDATA", "CSIDL_LOCAL_APPDATA", NULL};
    const struct spared spared = {system_folders, variables};
    struct environment_variable path =
        environment_find(turn_variables(search->book, search->turn->user), str_of("USERPROFILE"));
    const struct machine_drive *drive;
    uint32_t folder;

    if (path.values.n > 0 && find_profile(search, &drive, &folder))
        add_below(search, drive, folder, path.values.at[0], &spared);
}

static void exclude_profile(struct search *search)
{
    static const char *const left_out[] = {
        "%USERPROFILE%\\ [NTUSER.*]",
        "%CSIDL_APPDATA%\\* [*]",
        "%CSIDL_LOCAL_APPDATA%\\* [*]",
        NULL,
    };
    const struct environment *variables = turn_variables(search->book, search->turn->user);
    struct environment_variable path = environment_find(variables, str_of("USERPROFILE"));
    struct phrase phrase = {0};

    for (const char *const *name = system_folders; *name && path.values.n > 0; name++) {
        phrase_add(&phrase, path.values.at[0]);
        phrase_word(&phrase, "\\");
        phrase_word(&phrase, *name);
        phrase_word(&phrase, "\\* [*]");
        add_phrase(search, &phrase);
    }
    phrase_free(&phrase);
    add_texts(search, left_out);
}

static void search_user(struct search *search)
{
    static const char *const known[] = {
        "%CSIDL_MYDOCUMENTS%\\* [*]",
        "%CSIDL_MYPICTURES%\\* [*]",
        "%CSIDL_MYMUSIC%\\* [*]",
        "%CSIDL_MYVIDEO%\\* [*]",
        "%CSIDL_FAVORITES%\\* [*]",
        "%CSIDL_DESKTOP%\\* [*]",
        "%CSIDL_QUICKLAUNCH%\\* [*]",
        "%FOLDERID_CONTACTS%\\* [*]",
        "%FOLDERID_DOWNLOADS%\\* [*]",
        "%FOLDERID_LIBRARIES%\\* [*]",
        "%FOLDERID_ORIGINALIMAGES%\\* [*]",
        "%FOLDERID_SAVEDGAMES%\\* [*]",
        NULL,
    };

    if (search->wants_excludes) {
        exclude_profile(search);
    } else {
        add_profile(search);
        add_texts(search, known);
    }
}

/* ---- All ---- */

void generate_docs(const struct turn *turn, const struct rules_call *call, struct patternlist *list)
{
    const struct turn_place at = {call, call->place, RULES_USER_AND_SYSTEM, "This script"};
    struct search search = {
        .turn = turn,
        .book = turn->book,
        .call = call,
        .list = list,
        .wants_excludes = !is_true(call, 1, true),
        .is_system_drive_alone = is_true(call, 2, false),
    };

    if (is_true(call, 0, false) && !search.wants_excludes)
        turn_say(turn->book, RULES_UNANSWERED, &at,
                 "GenerateDocPatterns looks for no documents in ", str_of("Program Files"),
                 ": which extensions applications have is known to the registry alone.");
    if (turn->user == EXPAND_SYSTEM)
        search_computer(&search);
    else
        search_user(&search);
}
