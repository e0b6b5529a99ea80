/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reparse tags by name: see reparse.h. Cloud files use 16 tags, which differ in bits 12 to 15.
 */
#include "src/reparse.h"

#include <stddef.h>

static const struct {
    uint32_t tag;
    const char *word, *meaning;
} tags[] = {
    {0xA000000C, "symlink", "symbolic link"},
    {0xA0000003, "junction", "junction or mount point"},
    {0x80000017, "wof", "WOF: compressed by the system (CompactOS)"},
    {0x80000013, "dedup", "deduplicated by Windows Server"},
    {0x9000001A, "cloud", "cloud file (OneDrive and others)"},
    {0x8000001B, "app-exec-link", "app execution alias (Store app)"},
    {0xA000001D, "wsl-symlink", "WSL symbolic link"},
    {0x80000023, "wsl-socket", "WSL or Unix socket"},
    {0x80000024, "wsl-fifo", "WSL pipe"},
    {0x80000025, "wsl-char-device", "WSL character device"},
    {0x80000026, "wsl-block-device", "WSL block device"},
    {0x80000007, "sis", "single instance store"},
    {0x80000008, "wim", "in a mounted WIM image"},
    {0x80000009, "csv", "cluster shared volume"},
    {0x8000000A, "dfs", "distributed file system"},
    {0x80000012, "dfsr", "DFS replication"},
    {0x80000014, "nfs", "NFS special file"},
    {0x80000018, "container", "Windows container layer"},
    {0x90001018, "container", "Windows container layer"},
    {0xA000001F, "container-tombstone", "deleted in a Windows container layer"},
    {0xA0001027, "container-link", "Windows container link"},
    {0x8000001E, "storage-sync", "Azure File Sync"},
    {0x90000027, "storage-sync", "Azure File Sync folder"},
    {0xA0000019, "global", "global object link"},
    {0x9000001C, "projected", "projected file system (ProjFS, VFS for Git)"},
    {0xA0000022, "projected-tombstone", "deleted in a projected file system"},
    {0x80000020, "unhandled", "unhandled by its driver"},
    {0x80000021, "onedrive", "OneDrive of Windows 8.1"},
    {0xC0000004, "hsm", "hierarchical storage, moved elsewhere"},
    {0x80000006, "hsm2", "hierarchical storage, moved elsewhere"},
};

static size_t find(uint32_t tag)
{
    uint32_t without_cloud_bits = tag & ~UINT32_C(0xF000);
    size_t i = 0;

    if (without_cloud_bits == 0x9000001A)
        tag = without_cloud_bits;
    while (i < sizeof tags / sizeof tags[0] && tags[i].tag != tag)
        i++;
    return i;
}

const char *reparse_word(uint32_t tag)
{
    size_t i = find(tag);

    return i < sizeof tags / sizeof tags[0] ? tags[i].word : "reparse";
}

const char *reparse_meaning(uint32_t tag)
{
    size_t i = find(tag);

    return i < sizeof tags / sizeof tags[0] ? tags[i].meaning : "tag not known to mftlink";
}
