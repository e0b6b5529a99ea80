/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An overlay as a device of libntfs-3g: what the library writes to a volume stays in memory.
 *
 *   struct ntfs_device *device = overlay_device_new(overlay);
 *   ntfs_volume *volume = ntfs_device_mount(device, 0);
 *   if (!volume)
 *       overlay_device_free(device);
 *   ...
 *   ntfs_umount(volume, FALSE);         frees the device, too
 *
 * It looks like a regular file of the base's size. A device is for one mount: once it has been
 * closed it cannot be opened again, but its overlay can be given another device. The overlay is
 * borrowed; one thread at a time. What fails is told in errno: ENOSPC at the overlay's limit, EIO
 * where the base cannot be read, ENOMEM, EROFS when it was opened for reading only. The library may
 * say something else of it (EBUSY, where it could not write an inode), or nothing: overlay_failure
 * tells whether every write was taken.
 */
#ifndef SRC_OVERLAY_DEVICE_H
#define SRC_OVERLAY_DEVICE_H

struct ntfs_device;
struct overlay;

/* NULL without memory. */
struct ntfs_device *overlay_device_new(struct overlay *overlay);

/* A device that no volume has: it was never mounted, or could not be. NULL is allowed. */
void overlay_device_free(struct ntfs_device *device);

#endif
