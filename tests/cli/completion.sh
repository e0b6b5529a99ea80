#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What shells offer for mftlink and USMT's programs, asked of the shells themselves.
. tests/cli/common

top=$PWD
cd "$work" || exit 1
mkdir here zsh
cd here || exit 1
touch rules.xml disk.img
mkdir folder
for shell in bash zsh fish; do
    run completion $shell
    expect 0 "completion $shell"
    cp "$work/out" "$work/for.$shell"
done
run completion tcsh
expect 2 "a shell that is not known"
check "those that are known are told" said 'bash, zsh or fish'
run completion
expect 2 "no shell"
for help in 'help completion' 'completion --help' 'help help'; do
    # shellcheck disable=SC2086 # words
    run $help
    expect 0 "$help"
    check "$help tells of it" printed 'completion print completions'
done
cp "$work/for.zsh" "$work/zsh/_mftlink"

# Bash: its words are taken apart at blanks, colons and equals signs, as it does itself.
cat >"$work/ask.bash" <<'BASH'
source "$1"
read -r -a COMP_WORDS < <(sed 's/[:=]/ & /g; s/C : /C:/' <<<"$2")
[[ $2 == *[' :='] ]] && [[ $2 == *' ' ]] && COMP_WORDS+=('')
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
_mftlink "${COMP_WORDS[0]}" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
[ ${#COMPREPLY[@]} = 0 ] || printf '%s\n' "${COMPREPLY[@]}"
BASH

# Zsh completes only where there is a terminal, and tells nobody what it offers: it lends itself one, in which line
# after line of a file is completed, and what is handed to compadd is written down, a file for each line.
cat >"$work/ask.zsh" <<'ZSH'
zmodload zsh/zpty
zpty z "OUT=$3 zsh -f -i"
zpty -w z "fpath=($1 \$fpath); autoload -U compinit; compinit -u -D; n=0"
zpty -w z 'compadd() { if [[ "$*" == *-[OAD]* ]]; then builtin compadd "$@"; return; fi; local -a found; builtin compadd -O found "$@"; print -rl -- $found >>$OUT.$n }'
zpty -w z 'ask() { ((n++)); zle complete-word; BUFFER=; : >$OUT.$n.done }; zle -N ask; bindkey "^I" ask; : >$OUT.ready'
await() { local i; for ((i = 0; i < 1000; i++)) { [[ -e $1 ]] && return; sleep 0.02 } }
await $3.ready
m=0
while read -r line; do
    zpty -n -w z "${line%\$}"$'\t'
    await $3.$((++m)).done
done <$2
zpty -d z
ZSH

# offered SHELL LINE: what is offered at the end of LINE, sorted.
offered()
{
    case $1 in
    bash) bash --norc "$work/ask.bash" "$work/for.bash" "$2" ;;
    fish) HOME=$work fish --no-config -c "source '$work/for.fish'; complete -C \"$(printf %s "$2" | sed 's/\\/\\\\/g')\"" | cut -f 1 | sed 's,^/[a-z]*:\(.\),\1,' ;;
    zsh) cat "$work/offered.$(grep -nxF "$2\$" "$work/lines" | cut -d : -f 1)" 2>/dev/null ;;
    esac | sed 's,/$,,' | sort -u | grep . | tr '\n' ' '
}

# offers SHELL LINE WORD...: exactly these.
offers()
{
    shell=$1 line=$2
    shift 2
    ran="$shell: $line"
    offered "$shell" "$line" >"$work/out"
    status=0
    [ "$(cat "$work/out")" = "$(printf '%s\n' "$@" | sort -u | tr '\n' ' ')" ]
    count $? "$shell offers for '$line': $*"
}

# What each of them must offer, and nothing else: a line, and the words behind the sign.
cat >"$work/table" <<'TABLE'
mftlink exp|explain export
mftlink help au|audit
mftlink completion |bash fish zsh
mftlink export --f|--fn --format
mftlink export --format |jsonl csv bodyfile sqlite
mftlink export -f b|bodyfile
mftlink scan --progress j|json
mftlink plan r|remove restore
mftlink plan save --efs h|hardlink
mftlink plan save --rules r|rules.xml
mftlink scan d|disk.img
mftlink scan f|folder
scanstate /har|/hardlink
scanstate /offlinewin|/offlinewindir: /offlinewinold:
mftlink loadstate /noc|/nocompress
usmtutils /ver|/verify
usmtutils --only-copies d|delete
scanstate /efs:|abort skip decryptcopy copyraw hardlink
scanstate C:\store /efs:c|copyraw
mftlink scanstate /efs:h|hardlink
scanstate /v:1|1 12 13
scanstate /i:r|rules.xml
usmtutils /verify:|summary all failureonly catalog
mftlink usmtutils /verify:f|failureonly
TABLE
sed 's/|.*/$/' "$work/table" >"$work/lines" # the sign keeps a blank at the end

ask()
{
    [ "$1" != zsh ] || zsh -f "$work/ask.zsh" "$work/zsh" "$work/lines" "$work/offered" >/dev/null
    while IFS='|' read -r line words; do
        # shellcheck disable=SC2086 # words
        offers "$1" "$line" $words
    done <"$work/table"
}

for shell in bash zsh fish; do
    if command -v $shell >/dev/null; then
        ask $shell
    else
        skip "$shell is not installed"
    fi
done

# What a shell offers is what there is: every command, and every option of each.
if command -v bash >/dev/null; then
    commands=$("$MFTLINK" help | sed -n '/^Commands/,/^$/s/^  \([a-z]*\) .*/\1/p')
    # shellcheck disable=SC2086 # words
    offers bash 'mftlink ' $commands --help --version
    for command in $commands; do
        case $command in help | completion) continue ;; esac
        # shellcheck disable=SC2046 # words
        offers bash "mftlink $command --" $("$MFTLINK" man-options "$command" | sed -n 's/^\(\*-.\*, \)\{0,1\}\*\(--[a-z-]*\)\*.*/\2/p')
    done
    # shellcheck disable=SC2046 # words
    offers bash 'scanstate /' $("$MFTLINK" help scanstate | sed -n '/^Options of USMT/,/^Not done/s/^  \(\/[a-z?]*\)\(:[A-Z]\)\{0,1\}.*/\1\2/p' | sed 's/:[A-Z]/:/')
fi

# ---- What else is printed from the tables ----
for program in scanstate loadstate usmtutils; do
    run man-page $program
    expect 0 "man-page $program"
    check "it has every option" sh -c "'$MFTLINK' man-page $program | grep -c '^\*/' | grep -qx \"\$('$MFTLINK' help $program | grep -c '^  /')\""
    command -v scdoc >/dev/null && command -v mandoc >/dev/null || { skip "scdoc and mandoc are not both installed"; continue; }
    scdoc <"$work/out" | awk -f "$top/docs/man.awk" >"$work/page.1"
    check "the page of $program is sound" sh -c "mandoc -Tlint '$work/page.1' >'$work/lint' && [ ! -s '$work/lint' ]"
done
run man-page info
expect 2 "a page that is written by hand"
finish
