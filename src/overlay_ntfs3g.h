/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * libntfs-3g's headers for src/, in the one order and with the settings under which they compile.
 *
 * Include this, first, instead of any <ntfs-3g/...> header, in files that include nothing of mft/
 * that has names of the library (status.h, layout_attribute.h, and what includes them). The headers
 * read the configuration of their own build: the settings are Debian's answers.
 */
#ifndef SRC_OVERLAY_NTFS3G_H
#define SRC_OVERLAY_NTFS3G_H

#ifndef HAVE_ERRNO_H
#define HAVE_ERRNO_H 1
#endif
#ifndef HAVE_STDARG_H
#define HAVE_STDARG_H 1
#endif
#ifndef HAVE_STDINT_H
#define HAVE_STDINT_H 1
#endif
#ifndef HAVE_STDLIB_H
#define HAVE_STDLIB_H 1
#endif
#ifndef HAVE_STRING_H
#define HAVE_STRING_H 1
#endif
#ifndef HAVE_SYS_STAT_H
#define HAVE_SYS_STAT_H 1
#endif
#ifndef HAVE_SYS_TYPES_H
#define HAVE_SYS_TYPES_H 1
#endif
#ifndef HAVE_TIME_H
#define HAVE_TIME_H 1
#endif

/* These three must precede the library's. */
#include <stdarg.h>
#include <sys/stat.h>
#include <time.h>

#include <ntfs-3g/attrib.h>
#include <ntfs-3g/bitmap.h>
#include <ntfs-3g/cache.h>
#include <ntfs-3g/device.h>
#include <ntfs-3g/dir.h>
#include <ntfs-3g/ea.h>
#include <ntfs-3g/efs.h>
#include <ntfs-3g/index.h>
#include <ntfs-3g/inode.h>
#include <ntfs-3g/lcnalloc.h>
#include <ntfs-3g/logging.h>
#include <ntfs-3g/mft.h>
#include <ntfs-3g/object_id.h>
#include <ntfs-3g/reparse.h>
#include <ntfs-3g/security.h>
#include <ntfs-3g/volume.h>

#endif
