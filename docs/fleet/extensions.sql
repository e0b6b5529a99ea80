-- SPDX-License-Identifier: GPL-3.0-or-later
-- What would a migration of users' files have to carry: files in profiles, by extension.
SELECT extension, count(DISTINCT computer) AS computers, count(*) AS files, sum(size) AS bytes, max(size) AS largest
FROM file
WHERE profile <> ''
GROUP BY extension
ORDER BY bytes DESC, extension;
