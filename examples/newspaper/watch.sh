#!/bin/bash
# A small newspaper that changes under watch: it is started on loopback, watched step by step while
# articles are published, corrected, silently edited, retitled, blocked and removed, and then the
# archive is asked what happened. Needs `arch` and python3; leaves nothing behind.
set -euo pipefail
here=$(dirname "$(realpath "$0")")
work=$(mktemp -d)
trap 'kill "$server" 2>/dev/null; rm -rf "$work"' EXIT
cd "$work"

echo 0 >step
python3 "$here/newspaper.py" 0 step >port &
server=$!
until [ -s port ]; do
  kill -0 "$server" || exit 3
  sleep 0.05
done
paper=http://127.0.0.1:$(cat port)

# show COMMAND...: prints it as it would be typed, and what it prints.
show() {
  printf '\n$ %s\n' "$*"
  "$@"
}

arch init
cat >arch.toml <<END
contact = "demo@localhost"
allow-private = true          # the newspaper is on this machine

[[site]]
name = "The Loopback Times"
feeds = ["$paper/feed.xml"]
delay = "0s"
shortest-interval = "1min"
longest-interval = "30min"    # so that each step finds all articles due
END
printf '$ cat arch.toml\n'
cat arch.toml

# Each step has its time: watching takes seconds here, and the newspaper's weeks pass by ARCH_NOW.
step=0
for now in 2026-10-28T08:05:00Z 2026-10-28T09:10:00Z 2026-10-28T13:00:00Z 2026-10-29T08:00:00Z \
  2026-10-29T18:00:00Z 2026-11-13T08:00:00Z; do
  echo "$step" >step
  export ARCH_NOW=$now
  show arch watch --once
  step=$((step + 1))
done

show arch ls
show arch log bridge
show arch diff bridge~2 bridge~1
show arch diff bridge~1 bridge
show arch diff harvest~1 harvest
show arch coverage rumour
show arch status
show arch verify
