"""Scores the metadata that arch reads out of pages, by the definitions of ../shared/data/extract.

usage: metadata_scores.py METADATA_BENCH TRUTH.json HTML_FOLDER [--wrong FIELD] [--set NAME]

Title: mean F1 of the words (case folded, NFKC) of title and truth. Author: names as sets, precision
and recall over all pages. Date: right when the day is the truth's, wrong when another is given, each
as a share of the pages whose date is known.
"""

import argparse
import collections
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unicodedata


def normal(text):
    return re.sub(r"\W+", " ", unicodedata.normalize("NFKC", text or "").casefold()).strip()


def word_f1(truth, given):
    a, b = (collections.Counter(re.findall(r"\w+", normal(text))) for text in (truth, given))
    if not a:
        return float(not b)
    both = sum((a & b).values())
    return 2 * both / (sum(a.values()) + sum(b.values())) if both else 0.0


def names(text):
    parts = re.split(r"\s*(?:,|;|\||&|\band\b|\bund\b|\bet\b)\s*", text or "")
    return {name for part in parts if (name := re.sub(r"^(by|von|par|por|di) ", "", normal(part)))}


def read_pages(program, truth, folder):
    """Returns for each page what the program prints of it."""
    with tempfile.NamedTemporaryFile("w", suffix=".list") as pages:
        for page_id, known in truth.items():
            pages.write(f"{page_id}\t{known.get('url') or ''}\t{folder / (page_id + '.html')}\n")
        pages.flush()
        run = subprocess.run([program, pages.name], stdout=subprocess.PIPE, text=True, check=True)
    return {page["id"]: page for page in map(json.loads, run.stdout.splitlines())}


def best(page, field):
    return page[field][0][0] if page[field] else ""


def score_titles(truth, pages):
    scores = [(word_f1(known["title"], best(pages[page_id], "headline")), page_id)
              for page_id, known in truth.items() if known.get("title")]
    return sum(score for score, _ in scores) / max(1, len(scores)), scores


def score_authors(truth, pages):
    right = given = wanted = 0
    scores = []
    for page_id, known in truth.items():
        a, b = names(known.get("author")), names(best(pages[page_id], "byline"))
        if not a:
            continue
        right += len(a & b)
        given += len(b)
        wanted += len(a)
        scores.append((2 * len(a & b) / (len(a) + len(b)), page_id))
    precision, recall = right / max(1, given), right / max(1, wanted)
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall), scores


def score_dates(truth, pages):
    scores = []
    for page_id, known in truth.items():
        if known.get("date"):
            given = best(pages[page_id], "published")[:10]
            right = given == str(known["date"])[:10]
            scores.append((1.0 if right else 0.0 if given else 0.5, page_id))
    count = max(1, len(scores))
    return (sum(score == 1 for score, _ in scores) / count,
            sum(score == 0 for score, _ in scores) / count, scores)


def print_wrong(truth, pages, scores, key, field):
    for score, page_id in sorted(scores):
        if score < 1:
            print(f"{score:.2f} {page_id} {truth[page_id].get('url')}\n     true: {truth[page_id][key]}")
            for value, source in pages[page_id][field][:8]:
                print(f"     {value}   [{source}]")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("truth", type=pathlib.Path)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--wrong", choices=["title", "author", "date"])
    parser.add_argument("--set")
    options = parser.parse_args()
    everything = json.loads(options.truth.read_text(encoding="utf-8"))
    truth = {page_id: known for page_id, known in everything.items()
             if options.set in (None, known.get("set"))}
    pages = read_pages(options.program, truth, options.folder)
    groups = collections.defaultdict(dict)
    for page_id, known in truth.items():
        groups[known.get("set", "?")][page_id] = known
        groups["all"][page_id] = known
    for name, group in sorted(groups.items()):
        title, titles = score_titles(group, pages)
        precision, recall, f1, authors = score_authors(group, pages)
        right, wrong, dates = score_dates(group, pages)
        print(f"{name:16} n={len(group):4}"
              + (f"  title F1 {title:.3f}" if titles else "")
              + (f"  author P {precision:.3f} R {recall:.3f} F1 {f1:.3f}" if authors else "")
              + (f"  date right {right:.3f} wrong {wrong:.3f}" if dates else ""))
    if options.wrong == "title":
        print_wrong(truth, pages, score_titles(truth, pages)[1], "title", "headline")
    elif options.wrong == "author":
        print_wrong(truth, pages, score_authors(truth, pages)[3], "author", "byline")
    elif options.wrong == "date":
        print_wrong(truth, pages, score_dates(truth, pages)[2], "date", "published")


if __name__ == "__main__":
    sys.exit(main())
