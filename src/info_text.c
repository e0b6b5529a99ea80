/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a volume says of itself, for people: see info_text.h.
 */
#include "src/info_text.h"

#include "src/filetime.h"
#include "src/lines.h"

const char *info_text_log(enum volumeinfo_log log)
{
    static const char *const words[] = {
        [VOLUMEINFO_LOG_UNKNOWN] = "unknown", [VOLUMEINFO_LOG_EMPTY] = "empty",
        [VOLUMEINFO_LOG_CLEAN] = "clean",     [VOLUMEINFO_LOG_UNCLEAN] = "unclean",
        [VOLUMEINFO_LOG_DAMAGED] = "damaged",
    };

    return words[log];
}

const char *info_text_hibernation(enum volumeinfo_hibernation hibernation)
{
    static const char *const words[] = {
        [VOLUMEINFO_NOT_HIBERNATED] = "no",
        [VOLUMEINFO_HIBERNATED] = "hibernated",
        [VOLUMEINFO_HIBERFILE_SHORT] = "short-hiberfile",
        [VOLUMEINFO_HIBERNATION_UNKNOWN] = "unknown",
    };

    return words[hibernation];
}

static void put_size(struct textbuf *to, const char *label, uint64_t nbytes)
{
    lines_label(to, label);
    textbuf_size(to, nbytes);
    textbuf_char(to, '\n');
}

static void put_count(struct textbuf *to, const char *label, uint64_t n)
{
    lines_label(to, label);
    textbuf_commas(to, n);
    textbuf_char(to, '\n');
}

static void put_text(struct textbuf *to, const char *label, struct str text)
{
    lines_label(to, label);
    textbuf_shown(to, text.n ? text : str_of("none"));
    textbuf_char(to, '\n');
}

static void put_name(struct textbuf *to, const char *label, const char *name)
{
    put_text(to, label, str_of(name));
}

static void put_space(const struct volumeinfo *info, struct textbuf *to)
{
    if (info->has_space) {
        put_size(to, "Used", info->used_bytes);
        put_size(to, "Free", info->free_bytes);
    } else {
        lines_value(to, "Used and free", "unknown: $Bitmap cannot be read");
    }
}

static void put_geometry(const struct geometry *g, struct textbuf *to)
{
    lines_value(to, "Serial number", "%08x-%08x (Windows shows %04X-%04X)",
                (unsigned)(g->serial >> 32), (unsigned)(g->serial & UINT32_MAX),
                (unsigned)(g->serial >> 16 & 0xFFFF), (unsigned)(g->serial & 0xFFFF));
    put_size(to, "Size", g->nsectors * g->sector_bytes);
}

static void put_units(const struct geometry *g, struct textbuf *to)
{
    put_size(to, "Sector", g->sector_bytes);
    put_size(to, "Cluster", g->cluster_bytes);
    put_size(to, "File record", g->record_bytes);
    put_size(to, "Index block", g->index_bytes);
    put_count(to, "Clusters", g->nclusters);
}

static void put_partition(const struct partition *p, struct textbuf *to)
{
    lines_label(to, "Partition");
    textbuf_format(to, "%u, from byte ", p->number);
    textbuf_commas(to, p->first_byte);
    textbuf_cstr(to, " on\n");
}

static void put_volume(const struct target *target, const struct volumeinfo *info,
                       struct textbuf *to)
{
    bool is_dump = target->volume->is_dump;

    lines_heading(to, is_dump ? "$MFT" : "Volume");
    put_name(to, "Source", target->name);
    if (target->is_mounted)
        put_name(to, "Mounted from", target->backing);
    if (target->chosen)
        put_partition(target->chosen, to);
    if (target->identity.is_fixed_vhd)
        lines_value(to, "Container", "a VHD of fixed size; its footer is left out");
    if (info->has_version)
        lines_value(to, "File system", "NTFS %u.%u", info->major, info->minor);
    else
        lines_value(to, "File system", "NTFS, version unknown: $Volume cannot be read");
    put_name(to, "Label", info->label);
    if (is_dump)
        return;
    put_geometry(&target->volume->geometry, to);
    put_space(info, to);
    put_units(&target->volume->geometry, to);
}

static void put_flags(unsigned flags, struct textbuf *to)
{
    static const struct {
        unsigned flag;
        const char *words;
    } names[] = {
        {VOLUMEINFO_DIRTY, "dirty"},
        {VOLUMEINFO_RESIZE_LOG, "resize log"},
        {VOLUMEINFO_UPGRADE, "upgrade on mount"},
        {VOLUMEINFO_MOUNTED_ON_NT4, "mounted on NT 4"},
        {VOLUMEINFO_DELETE_USN, "deleting the change journal"},
        {VOLUMEINFO_REPAIR_OBJECT_ID, "repair object ids"},
        {VOLUMEINFO_CHKDSK_UNDERWAY, "chkdsk under way"},
        {VOLUMEINFO_MODIFIED_BY_CHKDSK, "modified by chkdsk"},
    };
    const char *between = ": ";

    lines_label(to, "Volume flags");
    textbuf_format(to, "0x%04x", flags);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (!(flags & names[i].flag))
            continue;
        textbuf_cstr(to, between);
        textbuf_cstr(to, names[i].words);
        between = ", ";
    }
    textbuf_char(to, '\n');
}

static void put_log(const struct volumeinfo *info, struct textbuf *to)
{
    static const char *const words[] = {
        [VOLUMEINFO_LOG_UNKNOWN] = "unknown: it cannot be read",
        [VOLUMEINFO_LOG_EMPTY] = "empty",
        [VOLUMEINFO_LOG_CLEAN] = "clean",
        [VOLUMEINFO_LOG_UNCLEAN] = "unclean: it holds changes that are not carried out yet",
        [VOLUMEINFO_LOG_DAMAGED] = "damaged: it has no usable restart page",
    };

    if (info->log == VOLUMEINFO_LOG_CLEAN || info->log == VOLUMEINFO_LOG_UNCLEAN)
        lines_value(to, "$LogFile", "%s (version %u.%u)", words[info->log], info->log_major,
                    info->log_minor);
    else
        lines_value(to, "$LogFile", "%s", words[info->log]);
}

static void put_state(const struct volumeinfo *info, struct textbuf *to)
{
    static const char *const hibernation[] = {
        [VOLUMEINFO_NOT_HIBERNATED] = "no",
        [VOLUMEINFO_HIBERNATED] =
            "yes: Windows keeps a state in hiberfil.sys that knows more than the disk",
        [VOLUMEINFO_HIBERFILE_SHORT] = "no, but hiberfil.sys is cut short; drivers refuse to write",
        [VOLUMEINFO_HIBERNATION_UNKNOWN] =
            "unknown: the root folder or hiberfil.sys is not legible",
    };

    lines_heading(to, "State");
    if (info->has_version) {
        lines_value(to, "Dirty", "%s",
                    info->flags & VOLUMEINFO_DIRTY ? "yes: Windows wants to check it" : "no");
        put_flags(info->flags, to);
    } else {
        lines_value(to, "Dirty", "unknown");
    }
    lines_value(to, "Hibernated", "%s", hibernation[info->hibernation]);
    put_log(info, to);
}

static void put_mft(const struct volume *volume, struct textbuf *to)
{
    const struct geometry *g = &volume->geometry;

    if (volume->is_dump) {
        put_size(to, "Record", g->record_bytes);
    } else {
        lines_heading(to, "$MFT");
        lines_label(to, "Begins at");
        textbuf_cstr(to, "cluster ");
        textbuf_commas(to, g->mft_lcn);
        textbuf_cstr(to, "; its mirror at ");
        textbuf_commas(to, g->mirror_lcn);
        textbuf_char(to, '\n');
        put_count(to, "Runs", volume->mft_runs.n);
    }
    put_size(to, "Data", volume->mft_data_bytes);
    put_size(to, "Data, initialized", volume->mft_bytes);
    put_count(to, "Records", volume->nrecords);
}

static void put_findings(const struct volume *volume, struct textbuf *to)
{
    lines_heading(to, "Findings of damage");
    if (volume->nfindings == 0)
        textbuf_cstr(to, "  none in what was read for this; mftlink scan reads all of $MFT\n");
    for (uint32_t i = 0; i < volume->nfindings; i++)
        lines_value(to, finding_word(volume->findings[i].kind), "%s",
                    finding_meaning(volume->findings[i].kind));
}

/* When and where the volume of an inventory was read. */
static void put_inventory(const struct inventory *inventory, struct textbuf *to)
{
    const struct inventory_facts *facts = &inventory->kept.facts;
    struct filetime_last last = {0};
    char time[FILETIME_BYTES];
    int n = (int)filetime_text(facts->scanned, &last, time);

    lines_heading(to, "Inventory");
    lines_value(to, "Scanned", "%.*s", n, time);
    put_text(to, "From", facts->source);
    put_text(to, "Computer", facts->computer);
    put_text(to, "Volume", facts->volume_name);
    lines_value(to, "Deleted files", facts->has_deleted ? "listed" : "not listed");
    put_text(to, "By mftlink", facts->version);
    lines_value(to, "SHA-256", "%s", tableread_sha256(inventory->table));
}

void info_text(const struct target *target, const struct volumeinfo *info, struct textbuf *to)
{
    if (target->inventory)
        put_inventory(target->inventory, to);
    put_volume(target, info, to);
    if (!target->volume->is_dump)
        put_state(info, to);
    put_mft(target->volume, to);
    put_findings(target->volume, to);
}
