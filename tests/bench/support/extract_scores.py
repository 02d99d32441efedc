"""Scores the articles that arch reads out of pages, and prints them beside their bars.

usage: extract_scores.py EXTRACT_BENCH PAGES [--predictions FILE] [--worst N]

PAGES is the folder that ../shared/data/extract/dev.tar.zst unpacks to. Text: a page's words (runs of
word characters, case kept) in runs of four, as multisets; precision averaged over the pages where
something was found, recall over those where there is something to find, F1 of the two averages
(scrapinghub/article-extraction-benchmark). Exact: all words equal, in order. Title: F1 of the words,
averaged; author: names as sets, precision and recall over all pages; date: by day.
--predictions scores a JSON file {id: text} instead of what the program makes.
"""

import argparse
import collections
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import metadata_scores

WORD = re.compile(r"\w+")


def runs(words, length=4):
    if not words:
        return collections.Counter()
    if len(words) < length:
        return collections.Counter([tuple(words)])
    return collections.Counter(zip(*(words[i:] for i in range(length))))


def score_page(truth, text):
    """Returns precision, recall (None where they have no meaning) and whether all words are equal."""
    wanted_words, found_words = WORD.findall(truth), WORD.findall(text)
    wanted, found = runs(wanted_words), runs(found_words)
    shared = sum((wanted & found).values())
    return (
        shared / sum(found.values()) if found else None,
        shared / sum(wanted.values()) if wanted else None,
        wanted_words == found_words,
    )


def summary(scores):
    precision = [p for p, _, _ in scores if p is not None]
    recall = [r for _, r, _ in scores if r is not None]
    p, r = sum(precision) / max(1, len(precision)), sum(recall) / max(1, len(recall))
    exact = sum(e for _, _, e in scores) / len(scores)
    return 2 * p * r / (p + r) if p + r else 0.0, p, r, exact, len(scores) - len(precision)


def read_pages(program, truth, folder):
    with tempfile.NamedTemporaryFile("w", suffix=".list") as pages:
        for page_id, known in truth.items():
            pages.write(f"{page_id}\t{known.get('url') or ''}\t{folder / 'html' / (page_id + '.html')}\n")
        pages.flush()
        run = subprocess.run([program, pages.name], capture_output=True, text=True, check=True)
    count, seconds, slowest = run.stderr.split()[-3:]
    read = {page["id"]: page for page in map(json.loads, run.stdout.splitlines())}
    return read, int(count) / float(seconds), float(slowest)


def row(name, ours, bar, holds, note=""):
    print(f"{name:<44} {ours:>9} {bar:>10}  {'ok' if holds else 'OVER':<5} {note}".rstrip(), flush=True)


TEXT_BARS = {"all": 0.945, "fundus-tests": 0.962, "naeb": 0.945, "wcxb-dev": 0.940}


def print_text(truth, texts, worst):
    scores = {page_id: score_page(known.get("text") or "", texts.get(page_id, ""))
              for page_id, known in truth.items()}
    for name, bar in TEXT_BARS.items():
        chosen = [s for page_id, s in scores.items() if name in ("all", truth[page_id]["set"])]
        f1, p, r, exact, empty = summary(chosen)
        row(f"text F1, {name}", f"{f1:.4f}", f">= {bar}", f1 >= bar,
            f"precision {p:.3f}, recall {r:.3f}, exact {exact:.3f}")
        if name == "all":
            row("exact text", f"{exact:.3f}", ">= 0.25", exact >= 0.25)
            row("pages without text", empty, "0", empty == 0)
    def f1_of(page_id):
        p, r, _ = scores[page_id]
        return 2 * p * r / (p + r) if p and r else 0.0
    for page_id in sorted(scores, key=f1_of)[:worst]:
        p, r, _ = scores[page_id]
        print(f"  {f1_of(page_id):.3f} precision {p} recall {r} {page_id} {truth[page_id].get('url')}")


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("program")
    arguments.add_argument("pages", type=pathlib.Path)
    arguments.add_argument("--predictions", type=pathlib.Path)
    arguments.add_argument("--worst", type=int, default=0)
    options = arguments.parse_args()
    truth = json.loads((options.pages / "truth.json").read_text())
    if options.predictions:
        print_text(truth, json.loads(options.predictions.read_text()), options.worst)
        return
    pages, speed, slowest = read_pages(options.program, truth, options.pages)
    print_text(truth, {page_id: page["text"] for page_id, page in pages.items()}, options.worst)
    row("pages a second, one core", f"{speed:.0f}", ">= 700", speed >= 700,
        f"slowest page {1000 * slowest:.1f} ms")


if __name__ == "__main__":
    sys.exit(main())
