-- SPDX-License-Identifier: GPL-3.0-or-later
-- What would block a migration: encrypted files (EFS), and placeholders whose content is in a cloud.
SELECT computer, profile, reason, files, bytes, example
FROM (
    SELECT computer, profile, 'efs' AS reason, count(*) AS files, sum(size) AS bytes, min(path) AS example
    FROM file
    WHERE is_encrypted
    GROUP BY computer, profile
    UNION ALL
    SELECT computer, profile, 'placeholder' AS reason, count(*) AS files, sum(size) AS bytes, min(path) AS example
    FROM file
    WHERE is_placeholder
    GROUP BY computer, profile
) AS blocker
ORDER BY computer, profile, reason;
