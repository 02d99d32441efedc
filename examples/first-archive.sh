#!/bin/sh
# A first archive: four revisions of one article, and the questions an editor asks of them.
# Needs `arch` on PATH as in `./dev demo`; leaves nothing behind.
set -eu
kagame=$(cd "$(dirname "$0")/kagame" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

# Shows a command as one would type it, then what it prints.
run() {
  printf '\n$ %s\n' "$*"
  "$@"
}

run arch init
run arch add "$kagame/1-published.txt"  --key kagame --at 2021-09-20T08:00:00Z
run arch add "$kagame/2-headline.txt"   --key kagame --at 2021-09-20T08:40:00Z
run arch add "$kagame/3-correction.txt" --key kagame --at 2021-09-21T10:15:00Z
run arch add "$kagame/4-silent.txt"     --key kagame --at 2021-09-23T17:05:00Z

printf '\nWhat happened to the article, when, and was it disclosed?\n'
run arch log --changes kagame

printf '\nWhat exactly did the correction change?\n'
run arch diff kagame~2 kagame~1

printf '\nAnd what changed afterwards, without a word to the readers?\n'
run arch diff kagame~1 kagame

printf '\nWhich changes should an editor look at?\n'
run arch audit

printf '\nWhat did it say on the first evening?\n'
run arch show 'kagame@{2021-09-20 20:00}'
