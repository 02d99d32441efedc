"""The word diffs that Debian and npm have, as differs of diff_scores.py."""

import json
import pathlib
import re
import shutil
import subprocess
import tempfile

from diff_scores import reading_of_edits


def whole_process(command, parse):
    """A differ that runs a process for each pair; parse turns its output into edits."""

    def differ(pairs):
        readings = []
        with tempfile.TemporaryDirectory() as folder:
            old, new = pathlib.Path(folder, "a"), pathlib.Path(folder, "b")
            for a, b in pairs:
                old.write_text(a)
                new.write_text(b)
                run = subprocess.run([*command, old, new], capture_output=True, check=False)
                edits = parse(run.stdout.decode(errors="replace")) if a != b else [("=", a)]
                readings.append(reading_of_edits(edits, a, b))
        return readings

    return differ


def parse_porcelain(output):
    lines = output.split("\n@@")[1:]
    body = "\n".join(part.split("\n", 1)[1] for part in lines)
    return [
        ({" ": "=", "-": "-", "+": "+"}[line[0]], line[1:])
        for line in body.split("\n")
        if line[:1] in (" ", "-", "+")
    ]


def parse_marked(output):
    edits = []
    for part in re.split("(\x01.*?\x02|\x03.*?\x04)", output, flags=re.DOTALL):
        if part:
            sign = {"\x01": "-", "\x03": "+"}.get(part[0], "=")
            edits.append((sign, part.strip("\x01\x02\x03\x04")))
    return edits


def npm_differ(folder, name):
    def differ(pairs):
        run = subprocess.run(
            ["node", pathlib.Path(__file__).with_name("diff_peers.js"), folder, name],
            input=json.dumps(pairs).encode(),
            capture_output=True,
            check=True,
        )
        return [
            reading_of_edits([tuple(e) for e in edits], a, b)
            for edits, (a, b) in zip(json.loads(run.stdout), pairs)
        ]

    return differ


def peers(folder):
    """Returns the differs that are installed, by name, and what to say of those that are not.

    Packages of npm are installed into folder, which is no part of the project."""
    found, absent = {}, []
    git = ["git", "diff", "--no-index", "--unified=1000000", "--word-diff=porcelain"]
    found["git word-diff"] = whole_process(git, parse_porcelain)
    marks = {
        "wdiff": ["wdiff", "-n", "-w\x01", "-x\x02", "-y\x03", "-z\x04"],
        "dwdiff": ["dwdiff", "-P", "-w\x01", "-x\x02", "-y\x03", "-z\x04"],
    }
    for name, command in marks.items():
        if shutil.which(name):
            found[name] = whole_process(command, parse_marked)
        else:
            absent.append(f"{name} is not installed (apt-get install {name})")
    packages = {"jsdiff": "diff", "diff-match-patch": "diff-match-patch"}
    missing = [p for p in packages.values() if not (folder / "node_modules" / p).is_dir()]
    if missing and shutil.which("npm"):
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", folder, *missing],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    for name, package in packages.items():
        if shutil.which("node") and (folder / "node_modules" / package).is_dir():
            found[name] = npm_differ(folder, name)
        else:
            absent.append(f"{name} is not installed (npm install {package} needs npm and a network)")
    return found, absent
