-- SPDX-License-Identifier: GPL-3.0-or-later
-- Which files have as many names as NTFS allows (1,024, 8.3 names counted), so that a hard-link store cannot take them.
SELECT computer, volume, path, names, size
FROM file
WHERE names >= 1024
ORDER BY computer, volume, path;
