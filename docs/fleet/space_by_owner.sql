-- SPDX-License-Identifier: GPL-3.0-or-later
-- Where is the space: by computer and owner, each file once.
SELECT computer, owner, count(*) AS files, sum(size) AS bytes, sum(allocated) AS allocated_bytes
FROM file
GROUP BY computer, owner
ORDER BY computer, bytes DESC, owner;
