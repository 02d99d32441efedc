"""Prints the bars of arch diff: ours, the bar, ok or OVER, and the peers that are installed.

usage: diff_bars.py DIFF_BENCH ARCH BUILD_FOLDER
"""

import functools
import json
import os
import pathlib
import random
import resource
import subprocess
import sys
import tempfile

import diff_peers
import diff_scores

DATA = pathlib.Path(__file__).resolve().parents[3] / "../shared/data/diff"


def row(name, ours, bar, holds, note=""):
    print(f"{name:<58} {ours:>11} {bar:>11}  {'ok' if holds else 'OVER':<5} {note}".rstrip(), flush=True)


def at_least(name, value, bar, note=""):
    row(name, f"{value:.3f}", f">= {bar}", round(value, 3) >= bar, note)


def in_halves(score, items, article_of):
    """What score() gives of all items, and for each of its values what both halves have."""
    whole, *parts = (score(part) for part in diff_scores.halves(items, article_of))
    return [(value, f"halves: {x:.3f}, {y:.3f}") for value, x, y in zip(whole, *parts)]


def at_most(name, value, bar, unit="", note=""):
    row(name, f"{value:.3g}{unit}", f"<= {bar}{unit}", value <= bar, note)


def same_tree(program, arch, pairs):
    """Whether the trees that are scored are those of `arch diff --json`, on some of the pairs."""
    kept = diff_scores.arch_readings(program, pairs)
    with tempfile.TemporaryDirectory() as folder:
        old, new = pathlib.Path(folder, "a.txt"), pathlib.Path(folder, "b.txt")
        for (a, b), reading in zip(pairs, kept):
            old.write_text(a)
            new.write_text(b)
            run = subprocess.run(
                [arch, "diff", "--no-archive", "--json", old, new], capture_output=True, check=False
            )
            record = json.loads(run.stdout.splitlines()[0])
            if vars(diff_scores.reading_of_tree(record)) != vars(reading):
                return False
    return True


def quality(program, arch, build):
    ours = functools.partial(diff_scores.arch_readings, program)
    peers, absent = diff_peers.peers(build / "npm")
    for line in absent:
        print(f"{line}: left out")
    argrewrite = diff_scores.argrewrite(DATA)
    newsedits = diff_scores.newsedits(DATA)
    texts = [
        (diff_scores.spans_of(old, x)[0], diff_scores.spans_of(new, y)[0])
        for old, x, new, y, *_ in newsedits[:20] + argrewrite[:20]
    ]
    print("scored trees are those of arch diff --json:", "yes" if same_tree(program, arch, texts) else "NO")
    print(f"{'':<58} {'ours':>11} {'bar':>11}")
    by_last = lambda document: document[-1]
    links = functools.partial(diff_scores.score_links, ours)
    every, changed = in_halves(links, argrewrite, by_last)
    at_least("sentence links, argrewrite2 dev: F", every[0], 0.978, every[1])
    at_least("  of those that changed", changed[0], 0.951, changed[1])
    every, _ = in_halves(links, newsedits, by_last)
    at_least("sentence links, newsedits400 dev (silver): F", every[0], 0.905, every[1])
    every, _ = in_halves(links, diff_scores.newsedits(DATA, " "), by_last)
    at_least("  the same texts in one paragraph", every[0], 0.905, every[1])
    moves = diff_scores.moves(DATA)
    rates = diff_scores.score_moves(ours, moves)[0]
    recall, precision = in_halves(
        lambda items: diff_scores.score_moves(ours, items)[1:], moves, diff_scores.article_of_news
    )
    at_least("moved paragraphs, 0 to 35 % edited: recall", recall[0], 0.97, recall[1])
    at_least("  precision", precision[0], 0.99, precision[1])
    print("  recall at each rate: " + ", ".join(f"{value:.3f}" for value in rates.values()))
    arxivedits = diff_scores.arxivedits(DATA)
    span, token = in_halves(
        functools.partial(diff_scores.score_spans, ours), arxivedits, lambda item: item["arxiv-id"]
    )
    at_least("word spans, arXivEdits dev: spanF", span[0], 0.735, span[1])
    at_least("  tokF", token[0], 0.948, token[1])
    (soup, soup_halves), (kept, kept_halves), (fragments, _) = in_halves(
        functools.partial(diff_scores.score_readability, ours), newsedits, by_last
    )
    at_most("readability, newsedits400: soup per 100 changed words", soup, 0.2, note=soup_halves)
    at_least("  kept / LCS", kept, 0.88, kept_halves)
    print(f"  fragments per 100 changed words: {fragments:.2f}")
    print()
    print(f"{'peers, in the same measures':<20} {'arg F':>14} {'news F':>7} {'spanF':>6} {'tokF':>6} {'soup':>6} {'kept':>6}")
    for name, differ in {"arch": ours, **peers}.items():
        links = diff_scores.score_links(differ, argrewrite)
        news = diff_scores.score_links(differ, newsedits)
        spans = diff_scores.score_spans(differ, arxivedits)
        readable = diff_scores.score_readability(differ, newsedits)
        print(
            f"{name:<20} {links[0]:.3f}, {links[1]:.3f}  {news[0]:>7.3f} {spans[0]:>6.3f} "
            f"{spans[1]:>6.3f} {readable[0]:>6.2f} {readable[1]:>6.2f}",
            flush=True,
        )
    print()


# By the name that diff_bench prints: the bar in milliseconds.
SPEED = {
    "light/5 KB": 1 / 30,
    "light/50 KB": 1 / 3,
    "light/500 KB": 10,
    "heavy rewrite/50 KB": 8,
    "unlike/100 KB": 20,
    "one paragraph/100 KB": 8,
}


def speed(program):
    print(f"{'CPU time in process, milliseconds a pair':<58} {'ours':>11} {'bar':>11}")
    run = subprocess.run([program, "bars"], stdout=subprocess.PIPE, check=True, text=True)
    for line in run.stdout.splitlines():
        name, nanoseconds = line.split("\t")[:2]
        bar = SPEED.get(name, 100 if "/1 MB" in name else 1000)
        at_most(name, float(nanoseconds) / 1e6, round(bar, 3))


def cpu_of(command, times):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for _ in range(times):
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000 / times


def processes(arch):
    source = random.Random(7)
    words = [f"w{int(20000 ** source.random())}" for _ in range(9000)]
    lines = [" ".join(words[i : i + 60]) + ".\n\n" for i in range(0, len(words), 60)]
    with tempfile.TemporaryDirectory() as folder:
        old, new = pathlib.Path(folder, "a.txt"), pathlib.Path(folder, "b.txt")
        old.write_text("".join(lines))
        for i in range(5, len(lines), 20):
            lines[i] = lines[i].replace(" w1 ", " changed ")
        new.write_text("".join(lines))
        ours = cpu_of([arch, "diff", "--no-archive", old, new], 100)
        git = cpu_of(["git", "diff", "--no-index", "--word-diff", old, new], 100)
    at_most("whole process, two 50 KB files, against git + 2 ms", ours, round(git + 2, 2), " ms")


def main():
    program, arch, build = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3]).resolve()
    os.environ["LC_ALL"] = "C.UTF-8"
    if DATA.is_dir():
        quality(program, arch, build)
    else:
        print("../shared/data/diff is absent: bars of quality are left out")
    speed(program)
    processes(arch)


main()
