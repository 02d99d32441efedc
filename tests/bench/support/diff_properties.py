"""Makes both texts of all neighbouring revisions in git bundles out of each other and their diff.

usage: diff_properties.py DIFF_BENCH BUNDLE...
"""

import pathlib
import subprocess
import sys
import tempfile


def pairs_of(repository):
    """The ids of both blobs of every change of a file."""
    log = subprocess.run(
        ["git", "-C", repository, "log", "--raw", "--no-abbrev", "--no-renames", "--format=",
         "--diff-filter=M", "--all"],
        capture_output=True, check=True, text=True,
    )
    return [tuple(line.split()[2:4]) for line in log.stdout.splitlines()]


def try_bundle(program, bundle):
    with tempfile.TemporaryDirectory() as repository:
        subprocess.run(["git", "clone", "-q", "--bare", bundle, repository], check=True)
        blobs = subprocess.Popen(
            ["git", "-C", repository, "cat-file", "--batch"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )
        differ = subprocess.Popen([program, "apply"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

        def read(blob):
            blobs.stdin.write(f"{blob}\n".encode())
            blobs.stdin.flush()
            size = int(blobs.stdout.readline().split()[2])
            return blobs.stdout.read(size + 1)[:size]

        for pair in pairs_of(repository):
            old, new = map(read, pair)
            differ.stdin.write(b"%d %d\n%s%s" % (len(old), len(new), old, new))
        blobs.stdin.close()
        said = differ.communicate()[0].decode().strip()
        print(f"{bundle.stem}, old and new text of each change made from the other: {said}", flush=True)
        return differ.returncode == 0


results = [try_bundle(sys.argv[1], pathlib.Path(bundle)) for bundle in sys.argv[2:]]
sys.exit(0 if all(results) else 1)
