-- SPDX-License-Identifier: GPL-3.0-or-later
-- Which file is on many computers: the same name, size and time of modification. That is no proof of the same content.
SELECT name, size, modified_100ns, count(DISTINCT computer) AS computers, count(*) AS files, sum(size) AS bytes
FROM file
WHERE size > 0
GROUP BY name, size, modified_100ns
HAVING count(DISTINCT computer) > 1
ORDER BY bytes DESC, name, size, modified_100ns;
