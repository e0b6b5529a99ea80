-- SPDX-License-Identifier: GPL-3.0-or-later
-- Which computers cannot be refreshed in place as they are: the store does not fit, the plan would be blocked, or
-- nobody has made an estimate.
SELECT computer, drive, reason, free_bytes, growth_bytes, reserve_bytes
FROM (
    SELECT computer, drive, 'does not fit' AS reason, free_bytes, growth_bytes, reserve_bytes
    FROM estimate
    WHERE NOT is_enough
    UNION ALL
    SELECT DISTINCT computer, '' AS drive, 'is blocked' AS reason, 0 AS free_bytes, 0 AS growth_bytes, 0 AS reserve_bytes
    FROM estimate
    WHERE is_blocked
    UNION ALL
    SELECT computer, '' AS drive, 'no estimate' AS reason, 0 AS free_bytes, 0 AS growth_bytes, 0 AS reserve_bytes
    FROM newest
    WHERE computer NOT IN (SELECT computer FROM estimate)
) AS machine
ORDER BY computer, drive, reason;
