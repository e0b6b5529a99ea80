#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# mftlink info --users: who used the Windows on a volume. mftlink scan -o: how its computer is called.
. tests/cli/common

recipe users
run info --users "$image"
expect 0 "users"
check "the volume is told as without" printed 'File system             NTFS 3.1'
check "Windows" printed_line '  Product                 Windows 10 Pro'
check "the computer" printed_line '  Computer                PC17'
check "a user" printed_line 'User Ann'
check "the SID" printed_line '  SID                     S-1-5-21-1000-2000-3000-1001'
check "last use" printed_line '  Last used               2024-03-10T12:34:56.0000000Z'
check "a redirected folder" printed_line '    Personal: D:\Documents\Ann (elsewhere)'
check "an orphaned SID" printed 'no key of its SID names a folder that is there'
check "a folder without a key" printed_line 'User Lost.PC17'
check "a damaged hive is a note" printed 'C:\Users\Bob\NTUSER.DAT is damaged'
check "control characters are shown as pictures" printed 'User Zoë 日本␇'
check "and not sent to the terminal" sh -c "! grep -q '$(printf '\a')' '$work/out'"

run info --users --json "$image"
expect 0 "users as JSON"
check "JSON" prints_json '.command == "info" and .kind == "volume" and .users.from_registry and
    .users.windows.folder == "\\Windows" and .users.windows.computer == "PC17" and
    .users.windows.build == "19045" and (.users.profiles | length) == 12 and
    (.users.notes | length) == 1'
check "a whole profile" prints_json '.users.profiles[] | select(.key == "S-1-5-21-1000-2000-3000-1001") |
    .sid_resolves and .state == "0x0000" and .flags == ["duplicate"] and .folder == "'"$(fact ann)"'-1" and
    .last_used == "2024-03-10T12:34:56.0000000Z" and
    (.shell_folders[] | select(.name == "Desktop") | .path == "C:\\Users\\Ann\\Desktop" and .folder != null)'
check "an orphan" prints_json '.users.profiles[] | select(.path == "C:\\Users\\Gone") |
    .sid_resolves == false and .flags == ["no-folder"] and .folder == null and .last_used == null'
check "a .bak key" prints_json '.users.profiles[] | select(.key == "S-1-5-21-1000-2000-3000-1001.bak") |
    .sid == "S-1-5-21-1000-2000-3000-1001" and .flags == ["backup", "duplicate"]'
check "its account" prints_json '.users.profiles[] | select(.key == "S-1-5-21-1000-2000-3000-1001") |
    .domain == "PC17" and .account == "Ann"'
run info --json "$image"
check "not without the option" prints_json 'has("users") | not'

recipe users:5
run info --users "$image"
expect 0 "accounts"
check "a local account" printed_line '  Account                 PC17\Ann'
check "one of a domain" printed_line '  Account                 CORP\dave'
check "that it cannot be asked for" printed 'whether it is still there cannot be known here'
check "a deleted one" printed_line '  Orphaned                no account of this computer has its SID'
run info --users --json "$image"
check "accounts in JSON" prints_json '[.users.profiles[] | select(.sid_resolves == false and (.flags | index("no-account"))) |
    [.domain, .account, .path]] == [["PC17", "eve.old", "C:\\Users\\Eve"]] and
    ([.users.profiles[] | select(.flags | index("domain")) | .account] | sort == [null, "dave"])'

jq_paths='[.users.profiles[].path] == ["C:\\Users\\Ann", "C:\\Users\\Bob", "C:\\Users\\Lost.PC17", "C:\\Users\\Zoë 日本\u0007", "C:\\Users\\Carl"]'
for kind in 1 2 3; do
    recipe users:$kind
    run info --users --json "$image"
    expect 0 "SOFTWARE of kind $kind"
    check "the folders remain" prints_json "$jq_paths and .users.from_registry == false and .users.windows.computer == \"PC17\""
done

recipe usersxp
run info --users "$image"
expect 0 "Windows XP"
check "its user" printed_line '  Path                    C:\Documents and Settings\Ann'
recipe tree
run info --users "$image"
expect 0 "no Windows"
check "is said" printed '  No Windows is on the volume'

recipe users
run scan -o "$work/users.parquet" "$image"
expect 0 "an inventory"
run info --json "$work/users.parquet"
check "has the computer's name" prints_json '.inventory.computer == "PC17"'
run info --users --json "$work/users.parquet"
expect 0 "users of an inventory"
check "are those of the registry" prints_json '.users.from_registry and (.users.profiles | length) == 12'
run scan -o "$work/named.parquet" --computer MINE "$image"
run info --json "$work/named.parquet"
check "--computer comes first" prints_json '.inventory.computer == "MINE"'
recipe usersxp
run scan -o "$work/xp.parquet" "$image"
check "nothing is said of it" test ! -s "$work/err"
run info --json "$work/xp.parquet"
check "the name that Windows XP has" prints_json '.inventory.computer == "OLDPC"'
recipe tree
run scan -o "$work/none.parquet" "$image"
expect 0 "an inventory without Windows"
check "nothing is said of that" test ! -s "$work/err"
run info --json "$work/none.parquet"
check "the name is empty" prints_json '.inventory.computer == ""'
finish
