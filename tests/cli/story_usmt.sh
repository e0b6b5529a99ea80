#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The refresh of one PC, in the words of scanstate, loadstate and usmtutils, on a volume that is not mounted.
. tests/cli/storytest

tell usmt unmounted
finish
