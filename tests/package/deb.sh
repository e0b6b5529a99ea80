#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The Debian package that `make deb` has built: lintian looks at it, it is installed into a root of its own, run from
# there, and removed; and what `make install` puts somewhere, `make uninstall` takes away.
. tests/cli/common

deb=$(ls "$MFTLINK_BUILD"/deb/mftlink_*.deb)
root=$work/root
mkdir -p "$root/var/lib/dpkg/info" "$root/var/lib/dpkg/updates" "$work/made"
: >"$root/var/lib/dpkg/status"

ran="the package $deb" status=0
check "one package" test -f "$deb"
check "lintian has nothing to say" sh -c "lintian --allow-root --info --fail-on error,warning '$deb'"
check "its version is the program's" test "mftlink $(dpkg-deb -f "$deb" Version)" = "$("$MFTLINK" --version)"
for library in libntfs-3g libhivex libxml2 libsqlite3 libssl libzstd libxxhash libc6; do
    check "it depends on $library" sh -c "dpkg-deb -f '$deb' Depends | grep -q '$library'"
done

# A program that hangs on the libraries of this system, in a root that has nothing else.
in_root()
{
    dpkg --root="$root" --force-depends --force-not-root --log="$work/dpkg.log" "$@"
}
check "it is installed" in_root -i "$deb"
check "dpkg knows it" sh -c "dpkg --root='$root' -s mftlink | grep -qx 'Status: install ok installed'"
bin=$root/usr/bin
MFTLINK=$bin/mftlink
run --version
expect 0 "the program runs"
recipe tree
run scan --json "$image"
expect 0 "it scans"
check "what is there" prints_json '.findings == []'
for name in scanstate loadstate usmtutils; do
    status=0
    "$bin/$name" '/?' >"$work/out" 2>"$work/err" || status=$?
    ran=$name
    expect 1 "$name: its help"
    check "$name has options of USMT" printed 'Options of USMT'
    check "$name has a page" sh -c "man -l '$root/usr/share/man/man1/$name.1.gz' | grep -q 'OPTIONS OF USMT'"
    check "$name has completions of bash" test -f "$root/usr/share/bash-completion/completions/$name"
    check "$name has completions of fish" test -f "$root/usr/share/fish/vendor_completions.d/$name.fish"
done
check "mftlink has a page" sh -c "man -l '$root/usr/share/man/man1/mftlink.1.gz' | grep -q CHECK"
check "bash completes by what is installed" bash -c ". '$root/usr/share/bash-completion/completions/mftlink' && complete -p mftlink scanstate"
check "zsh has them" grep -q '^#compdef mftlink scanstate' "$root/usr/share/zsh/vendor-completions/_mftlink"
check "the documentation is there" test -e "$root/usr/share/doc/mftlink/RESTORE.md" -o -e "$root/usr/share/doc/mftlink/RESTORE.md.gz"
check "it is removed" in_root -P mftlink
check "nothing of it is left" sh -c "! find '$root' -name '*mftlink*' -o -name 'scanstate*' | grep ."

# ---- make install, make uninstall ----
ran="make install" status=0
check "make install" make --no-print-directory install "BUILD=$MFTLINK_BUILD" "DESTDIR=$work/made" PREFIX=/opt/mft PACKAGES=
check "the program is there" "$work/made/opt/mft/bin/mftlink" --version
check "make uninstall" make --no-print-directory uninstall "BUILD=$MFTLINK_BUILD" "DESTDIR=$work/made" PREFIX=/opt/mft PACKAGES=
check "takes all away" sh -c "! find '$work/made' ! -type d | grep ."
finish
