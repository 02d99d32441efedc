# What golden cases share: `. "$CASE/../../setup.sh"`.

# add TEXT KEY TIME: adds TEXT as a page.
add() {
  printf '%s\n' "$1" | arch add - --key "$2" --at "$3"
}

# An archive with the four revisions of the example article.
kagame() {
  arch init 2>/dev/null
  pages=$CASE/../../../../examples/kagame
  arch add "$pages/1-published.txt" --key kagame --at 2021-09-20T08:00:00Z
  arch add "$pages/2-headline.txt" --key kagame --at 2021-09-20T08:40:00Z
  arch add "$pages/3-correction.txt" --key kagame --at 2021-09-21T10:15:00Z
  arch add "$pages/4-silent.txt" --key kagame --at 2021-09-23T17:05:00Z
}

# title WORDS: a heading in the output, and in the errors.
title() {
  printf '== %s\n' "$*"
  printf '== %s\n' "$*" >&2
}

# try COMMAND...: runs it under its own heading and prints its status.
try() {
  title "$@"
  "$@" && status=0 || status=$?
  printf 'status %s\n' "$status"
}
