#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The refresh of one PC, in mftlink's words, on a volume that is not mounted.
. tests/cli/storytest

tell mftlink unmounted
finish
