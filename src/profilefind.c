/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows for names and paths: see profilefind.h. */
#include "src/profilefind.h"

#include "mft/path.h"

static bool is_folder(const struct index *index, uint32_t file)
{
    return file != INDEX_NONE && index->files.flags[file] & FILE_DIRECTORY;
}

static uint32_t find_child(const struct profileread_source *source, uint32_t folder,
                           struct str wanted)
{
    const struct index *index = source->index;

    if (!is_folder(index, folder))
        return INDEX_NONE;
    for (uint32_t i = index->first_child[folder]; i < index->first_child[folder + 1]; i++)
        if (text_same_folded(index_name(index, index->children[i]), wanted, source->upcase))
            return index->names.file[index->children[i]];
    return INDEX_NONE;
}

uint32_t profilefind_root(const struct profileread_source *source)
{
    return source->root ? source->root : index_find(source->index, RECORD_ROOT);
}

uint32_t profilefind_child(const struct profileread_source *source, uint32_t folder,
                           const char *name)
{
    return find_child(source, folder, str_of(name));
}

uint32_t profilefind_below(const struct profileread_source *source, uint32_t folder,
                           const char *steps)
{
    while (*steps && folder != INDEX_NONE) {
        size_t n = strcspn(steps, "\\");

        folder = find_child(source, folder, (struct str){steps, n});
        steps += n + (steps[n] != '\0');
    }
    return folder;
}

bool profilefind_has_drive(struct str path)
{
    unsigned char letter = path.n >= 2 ? (unsigned char)(path.at[0] | 0x20) : 0;

    return letter >= 'a' && letter <= 'z' && path.at[1] == ':';
}

bool profilefind_is_elsewhere(struct str path, struct str drive)
{
    if (profilefind_has_drive(path))
        return !text_same_folded((struct str){path.at, 2}, drive, NULL);
    return path.n >= 2 && path.at[0] == '\\' && path.at[1] == '\\';
}

/* The folder that PATH, without a drive, leads to from a root of its own. */
static uint32_t find_from_root(const struct profileread_source *source, struct str path)
{
    uint32_t folder = source->root;

    for (size_t at = 0, first; at < path.n && folder != INDEX_NONE; at++) {
        for (first = at; at < path.n && path.at[at] != '\\' && path.at[at] != '/';)
            at++;
        if (at > first)
            folder = find_child(source, folder, (struct str){path.at + first, at - first});
    }
    return is_folder(source->index, folder) ? folder : INDEX_NONE;
}

uint32_t profilefind_folder(const struct profileread_source *source, struct str path,
                            struct str drive)
{
    size_t ndrive = profilefind_has_drive(path) ? 2 : 0;
    uint32_t name;

    if (path.n == 0 || profilefind_is_elsewhere(path, drive) || (ndrive == 0 && path.at[0] != '\\'))
        return INDEX_NONE;
    if (source->root)
        return find_from_root(source, (struct str){path.at + ndrive, path.n - ndrive});
    if (path_find(source->index, path, source->upcase, &name, NULL) != STATUS_OK ||
        !is_folder(source->index, source->index->names.file[name]))
        return INDEX_NONE;
    return source->index->names.file[name];
}

bool profilefind_is_windows(const struct profileread_source *source, uint32_t name)
{
    uint32_t config =
        profilefind_below(source, source->index->names.file[name], "System32\\config");

    return profilefind_child(source, config, "SOFTWARE") != INDEX_NONE ||
           profilefind_child(source, config, "SYSTEM") != INDEX_NONE;
}
