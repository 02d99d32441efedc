"""Prints how well changes are judged, with bars: see tests/bench/corrections.

usage: corrections_scores.py CORRECTIONS_BENCH ARCH [--typed FILE] [--no-histories]
"""

import argparse
import collections
import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[3]
DATA = ROOT / "../shared/data"

# What the classes of arch are called in the typed set. A misspelt name is a typo there; a name is
# there whatever it names.
KINDS = {
    "typo": {"spelling", "name-spelling"},
    "punctuation": {"punctuation"},
    "style": {"style"},
    "number": {"number"},
    "date": {"date"},
    "name": {"name", "place"},
    "quote": {"quote"},
    "attribution": {"attribution", "modality"},
    "removed sentence": {"passage-removed", "quote-removed"},
    "added sentence": {"passage-added", "quote-added"},
    "correction notice": {"notice-added"},
}
KIND_OF = {name: kind for kind, names in KINDS.items() for name in names}


def bar(name, value, least):
    print(f"{name:<66} {value:.3f}   {'ok  ' if round(value, 3) >= least else 'OVER'} at least {least}",
          flush=True)


def run(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout.decode(errors="replace")


def write_pairs(path, pairs):
    """In the form that corrections_bench reads."""
    with open(path, "wb") as file:
        for old, new in pairs:
            a, b = (("\n" + "\n\n".join(text) + "\n").encode() for text in (old, new))
            file.write(b"%d %d\n" % (len(a), len(b)) + a + b)


def judge(program, path):
    """Of each pair: its class, whether it is substantive, and the fields of its passages."""
    found = []
    for line in run(program, "classify", path).splitlines():
        fields = line.split("\t")
        if line.startswith("\t"):
            found[-1][2].append(fields[1:])
        else:
            found.append((fields[0], fields[2], []))
    return found


def f_score(right, said, there):
    precision = right / said if said else 0.0
    recall = right / there if there else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if right else 0.0


def typed(program, work, path):
    with open(path, encoding="utf-8") as file:
        changes = [json.loads(line) for line in file]
    pairs = os.path.join(work, "typed")
    write_pairs(pairs, [(change["old"], change["new"]) for change in changes])
    confusion = collections.Counter()
    for change, (top, _, _) in zip(changes, judge(program, pairs)):
        confusion[change["kind"], KIND_OF.get(top, top)] += 1
    print(f"{path.name}: {len(changes)} pairs with one change each")
    print(f"  {'kind':<20} {'pairs':>5} {'precision':>9} {'recall':>7} {'F1':>6}   taken for")
    scores = []
    for kind in KINDS:
        there = sum(n for (truth, _), n in confusion.items() if truth == kind)
        said = sum(n for (_, top), n in confusion.items() if top == kind)
        precision, recall, f1 = f_score(confusion[kind, kind], said, there)
        scores.append(f1)
        wrong = ", ".join(f"{top} {n}" for (truth, top), n in confusion.most_common()
                          if truth == kind and top != kind)
        print(f"  {kind:<20} {there:>5} {precision:>9.3f} {recall:>7.3f} {f1:>6.3f}   {wrong}")
    bar("  macro F1", sum(scores) / len(scores), 0.9)
    for line in run(program, "time", pairs).splitlines():
        name, took = line.split("\t")[:2]
        print(f"  {name + ', CPU time a pair':<64} {float(took) / len(changes) / 1000:.1f} µs")


def real(program, work):
    with open(DATA / "diff/newsedits400/dev.jsonl", encoding="utf-8") as file:
        changes = [json.loads(line) for line in file]
    pairs = os.path.join(work, "real")
    write_pairs(pairs, [(change["old"], change["new"]) for change in changes])
    judged = judge(program, pairs)
    passages = collections.Counter(p[0] for _, _, found in judged for p in found)
    count = collections.Counter(what for _, what, _ in judged)
    print(f"newsedits400 dev: {len(changes)} real revisions, chosen by others, without classes of their own")
    print(f"  substantive {count['substantive']}, all of it may be an update {count['update']}, "
          f"neither {count['form']}")
    print("  passages: " + ", ".join(f"{name} {n}" for name, n in passages.most_common()))


def phrases(program, work):
    path = DATA / "corrections/notice_phrases.tsv"
    if not path.is_file():
        return
    rows = [line.rstrip("\n").split("\t") for line in open(path, encoding="utf-8")][1:]
    filler = "This is a paragraph of the article that says nothing special at all.\n\n"
    files = []
    for number, row in enumerate(rows):
        files.append(os.path.join(work, f"phrase{number}"))
        example = row[3].replace("...", "the plan cost more than that.")
        with open(files[-1], "w", encoding="utf-8") as file:
            file.write("headline: Title\n\n" + filler * 6 + example + "\n" +
                       ("\nIt was about the cost of the bridge over the river.\n"
                        if len(example) < 30 else ""))
    found = {line.split("\t")[0] for line in run(program, "notices", *files).splitlines()}
    should = [file for file, row in zip(files, rows)
              if row[6] not in ("negative", "weak", "info") and not row[1].startswith("markup")]
    refuse = [file for file, row in zip(files, rows) if row[6] == "negative"]
    bar(f"notice_phrases.tsv: examples found, of {len(should)}",
        len(found & set(should)) / len(should), 0.95)
    bar(f"  counterexamples refused, of {len(refuse)}",
        1 - len(found & set(refuse)) / len(refuse), 1)


def matching(program):
    numbers = run(program, "match", str(ROOT / "tests/data/corrections/notices.txt")).split()
    pairs, found, right, others, wrong = map(int, numbers)
    print(f"tests/data/corrections: {pairs} notices, each with the edit it discloses and "
          f"{others / pairs:.0f} others")
    bar("  notices found in the text", found / pairs, 0.95)
    bar("  matched with their edit (recall)", right / pairs, 0.85)
    bar("  of all matches, with their edit (precision)", right / (right + wrong), 0.95)
    bar("  not matched with an edit that they are not about", 1 - wrong / others, 0.95)


def speed(program, work):
    path = os.path.join(work, "news")
    with open(DATA / "diff/newsedits400/dev.jsonl", encoding="utf-8") as file:
        texts = ["\n\n".join(json.loads(line)["new"]) for line in file]
    with open(path, "w", encoding="utf-8") as file:
        file.write("headline: x\n\n" + "\n\n".join(texts) + "\n")
    for line in run(program, "speed", path).splitlines():
        name, _, rate, _ = line.split("\t")
        if name == "scan":
            bar("scan for what may be a notice, of news, GB/s", float(rate) / 1000, 0.2)
        else:
            print(f"{'search for notices, of news':<66} {float(rate):.0f} MB/s")


def judged(name, rows):
    """How many candidates a person found to be none, of those that are still listed."""
    listed = {row["candidate"][:16]: row for row in rows}
    counts = collections.Counter()
    by_class = collections.Counter()
    with open(ROOT / "tests/data/corrections/judged_candidates.tsv", encoding="utf-8") as file:
        for line in file:
            if line.startswith("#"):
                continue
            history, candidate, _, judgement, _ = line.rstrip("\n").split("\t")
            if history != name:
                continue
            row = listed.get(candidate)
            counts[judgement, row is not None] += 1
            if row is not None:
                by_class[row["class"], judgement] += 1
    false, right = counts["false", True], counts["substance", True]
    print(f"  judged by a person: {sum(counts.values())}; still listed {false + right}, of which "
          f"false alarms {false}: {false / max(1, false + right):.2f}")
    print(f"  no longer listed: false alarms {counts['false', False]}, "
          f"changes of substance {counts['substance', False]}")
    print("  " + ", ".join(
        f"{kind} {by_class[kind, 'false']} of {by_class[kind, 'false'] + by_class[kind, 'substance']}"
        for kind in sorted({kind for kind, _ in by_class})) + " are false alarms")


def histories(arch, work, name):
    bundle = DATA / f"../corpora/{name}.bundle"
    if not bundle.is_file():
        return
    folder = os.path.join(work, name)
    git = os.path.join(work, name + ".git")
    subprocess.run(["git", "clone", "-q", "--bare", bundle, git], check=True)
    os.mkdir(folder)
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run([arch, "-C", folder, "init"], **quiet)
    subprocess.run([arch, "-C", folder, "import", "git", git], **quiet)
    before = os.times()
    audit = subprocess.run([arch, "-C", folder, "audit", "--updates", "--json"], check=True,
                           stdout=subprocess.PIPE)
    after = os.times()
    rows = [json.loads(line) for line in audit.stdout.splitlines()]
    revisions = sum(json.loads(line)["revisions"]
                    for line in run(arch, "-C", folder, "ls", "--json").splitlines())
    classes = collections.Counter(row["class"] for row in rows)
    took = after.children_user + after.children_system - before.children_user - before.children_system
    print(f"{name}: {revisions} revisions, {len(rows)} candidates: "
          f"{1000 * len(rows) / revisions:.0f} per 1,000 revisions")
    print("  " + ", ".join(f"{what} {n}" for what, n in classes.most_common(12)))
    judged(name, rows)
    print(f"  judging them all, CPU time {took:.1f} s: {1e6 * took / revisions:.0f} µs a revision")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("arch")
    parser.add_argument("--typed", type=pathlib.Path, default=DATA / "diff/constructed/typed.dev.jsonl")
    parser.add_argument("--no-histories", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        matching(options.program)
        if not DATA.is_dir():
            print("../shared/data is absent: only notices and their edits are measured")
            return
        phrases(options.program, work)
        typed(options.program, work, options.typed)
        real(options.program, work)
        speed(options.program, work)
        if not options.no_histories:
            for name in ("terms-md", "news-text"):
                histories(options.arch, work, name)


sys.exit(main())
