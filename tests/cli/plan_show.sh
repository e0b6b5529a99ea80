#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# mftlink show and check with what is no plan: each is refused by a sentence that says what it is instead.
. tests/cli/common

recipe tree

run show "$work/nowhere"
expect 1 "a plan that is not there"
check "it is named" refused
check "the reason is the system's" said "No such file"
run show "$work"
expect 1 "a folder"
check "a folder is refused" refused
run show "$image"
expect 1 "a volume"
check "a volume is refused" refused
check "it is told what makes plans" said "is no plan: mftlink has not written it"
: >"$work/empty"
run show "$work/empty"
expect 1 "an empty file"
check "an empty file is refused" refused
run scan -o "$work/inventory.parquet" "$image"
run show "$work/inventory.parquet"
expect 1 "an inventory"
check "an inventory is refused" refused
check "it is called by its name" said "is an inventory, not a plan"
head -c 3000 "$work/inventory.parquet" >"$work/cut.parquet"
run show "$work/cut.parquet"
expect 1 "a table that is cut off"
check "a table that is cut off is refused" refused
run show "$work/inventory.parquet" "$image"
expect 2 "two plans"
finish
