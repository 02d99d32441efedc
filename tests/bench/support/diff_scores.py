"""Scores of diffs against texts whose differences are known.

The definitions are those of ../shared/data/diff/README.md. A differ is a function that takes a list
of pairs of texts and returns a Reading of each; what arch finds is read from the tree that
`arch diff --json` prints.
"""

import json
import re
import subprocess
import zlib

# The words of the stop list of Snowball (https://snowballstem.org/algorithms/english/stop.txt),
# kept apart from the engine's own list on purpose.
STOP = set(
    """i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she
    her hers herself it its itself they them their theirs themselves what which who whom this that
    these those am is are was were be been being have has had having do does did doing would should
    could ought i'm you're he's she's it's we're they're i've you've we've they've i'd you'd he'd
    she'd we'd they'd i'll you'll he'll she'll we'll they'll isn't aren't wasn't weren't hasn't
    haven't hadn't doesn't don't didn't won't wouldn't shan't shouldn't can't cannot couldn't mustn't
    let's that's who's what's here's there's when's where's why's how's a an the and but if or
    because as until while of at by for with about against between into through during before after
    above below to from up down in out on off over under again further then once here there when
    where why how all any both each few more most other some such no nor not only own same so than
    too very""".split()
)
TOKEN = re.compile(r"\w+(?:['’.,:\-]\w+)*|[^\w\s]+")


def is_content(token):
    return token.lower().replace("’", "'") not in STOP and any(c.isalnum() for c in token)


class Reading:
    """What a differ says: which characters of the old text stay as which of the new one.

    kept is a list of (begin in old, begin in new, size); touched_old and touched_new are the ranges
    whose words changed (not only their letter case, typography or spacing); sentences, when the
    differ knows any, are pairs of ranges that belong together; moved are those of blocks that moved.
    """

    def __init__(self):
        self.kept = []
        self.touched_old = []
        self.touched_new = []
        self.order = []  # ("=", size of kept in bytes as (old, new)) or "!" in reading order
        self.sentences = None
        self.moved = []


def reading_of_tree(tree):
    reading = Reading()
    reading.sentences = []

    def place(node, side):
        """An absent stretch is null, or empty."""
        begin, end = node[side] or (0, 0)
        return (begin, end) if begin < end else (0, 0)

    def keep(node):
        (a, a_end), (b, b_end) = place(node, "old"), place(node, "new")
        if a_end - a == b_end - b:
            reading.kept.append((a, b, a_end - a))
        reading.order.append(("=", (a, a_end), (b, b_end)))

    for block in tree["blocks"]:
        if block["kind"] == "moved_from":
            continue
        if block["kind"] == "moved_to":
            reading.moved.append((place(block, "old"), place(block, "new")))
        if not block["sentences"]:
            keep(block)
            continue
        for sentence in block["sentences"]:
            if sentence["kind"] == "moved_from":
                continue
            if sentence["kind"] not in ("inserted", "deleted"):
                reading.sentences.append((place(sentence, "old"), place(sentence, "new")))
            if sentence["kind"] == "moved_to":
                reading.moved.append((place(sentence, "old"), place(sentence, "new")))
            if not sentence["runs"]:
                keep(sentence)
            for run in sentence["runs"]:
                if run["kind"] == "kept":
                    keep(run)
                elif run["touch"] == "words":
                    reading.touched_old.append(place(run, "old"))
                    reading.touched_new.append(place(run, "new"))
                    reading.order.append(("!", place(run, "old"), place(run, "new")))
                else:
                    reading.order.append(("=", place(run, "old"), place(run, "new")))
    return reading


def arch_readings(program, pairs):
    """Reads the trees of tests/bench/diff_bench.cpp, which are those of `arch diff --json`."""
    data = b"".join(
        b"%d %d\n%s%s" % (len(a), len(b), a, b)
        for a, b in ((a.encode(), b.encode()) for a, b in pairs)
    )
    run = subprocess.run([program, "trees"], input=data, stdout=subprocess.PIPE, check=True)
    return [reading_of_tree(json.loads(line)) for line in run.stdout.splitlines()]


def reading_of_edits(edits, old, new):
    """Of [(sign, text)] with sign "=", "-" or "+"; white space in it may be wrong or missing."""
    reading = Reading()
    old, new = old.encode(), new.encode()
    at = {"-": 0, "+": 0}
    texts = {"-": old, "+": new}

    def take(sign, text):
        for c in text.encode():
            if chr(c).isspace():
                continue
            while chr(texts[sign][at[sign]]).isspace():
                at[sign] += 1
            at[sign] += 1
            yield at[sign] - 1

    for sign, text in edits:
        if sign == "=":
            places = list(zip(take("-", text), take("+", text)))
            if not places:
                continue
            for a, b in places:
                if reading.kept and reading.kept[-1][:2] == (
                    a - reading.kept[-1][2],
                    b - reading.kept[-1][2],
                ):
                    last = reading.kept[-1]
                    reading.kept[-1] = (last[0], last[1], last[2] + 1)
                else:
                    reading.kept.append((a, b, 1))
            whole_a = (places[0][0], places[-1][0] + 1)
            whole_b = (places[0][1], places[-1][1] + 1)
            reading.order.append(("=", whole_a, whole_b))
        else:
            places = list(take(sign, text))
            if not places:
                continue
            whole = (places[0], places[-1] + 1)
            (reading.touched_old if sign == "-" else reading.touched_new).append(whole)
            reading.order.append(("!", whole if sign == "-" else (0, 0), whole if sign == "+" else (0, 0)))
    return reading


def f_of(right, found, gold):
    precision = right / found if found else 1.0
    recall = right / gold if gold else 1.0
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


# Sentence links


def spans_of(passages, separators):
    """The text of passages joined by separators, and the byte range of each."""
    text, spans, at = [], [], 0
    for passage, separator in zip(passages, separators):
        size = len(passage.encode())
        spans.append((at, at + size))
        text.append(passage + separator)
        at += size + len(separator)
    return "".join(text), spans


def overlaps(spans, begin, end):
    """The numbers of the spans of which more than half lies in [begin, end)."""
    return [
        i
        for i, (x, y) in enumerate(spans)
        if 2 * (min(y, end) - max(x, begin)) > y - x
    ]


def links_of(reading, old_spans, new_spans):
    """Which sentences belong together, by where they were told to stand."""
    shared = {}
    new_at = 0
    for a, b, size in reading.kept:
        for i, (x, y) in enumerate(old_spans):
            low, high = max(x, a), min(y, a + size)
            if low >= high:
                continue
            for j, (u, v) in enumerate(new_spans):
                part = min(v, high - a + b) - max(u, low - a + b)
                if part > 0:
                    shared[i, j] = shared.get((i, j), 0) + part

    def share(i, j):
        sizes = old_spans[i][1] - old_spans[i][0], new_spans[j][1] - new_spans[j][0]
        return shared.get((i, j), 0) / min(sizes)

    links = set()
    if reading.sentences is None:
        return {link for link in shared if share(*link) >= 0.5}
    for a, b in reading.sentences:
        left, right = overlaps(old_spans, *a), overlaps(new_spans, *b)
        if len(left) == 1 or len(right) == 1:
            links |= {(i, j) for i in left for j in right}
        else:
            links |= {(i, j) for i in left for j in right if share(i, j) >= 0.3}
    # Blocks that are kept whole have no sentences, and one of ours may hold a part of one of theirs.
    links |= {link for link in shared if share(*link) >= 0.5}
    return links


def half_of(article):
    """0 or 1: in which half the article with this id is, whatever else the set holds."""
    return zlib.crc32(article.encode()) & 1


def halves(items, article_of):
    """The items whole, and in two halves that share no article: what was tuned on one is tried on
    the other."""
    return items, *([x for x in items if half_of(article_of(x)) == half] for half in (0, 1))


def score_links(differ, documents):
    """documents: [(old sentences, separators, new sentences, separators, gold links from 0, id)]."""
    pairs, spans = [], []
    for old, old_separators, new, new_separators, *_ in documents:
        a, old_spans = spans_of(old, old_separators)
        b, new_spans = spans_of(new, new_separators)
        pairs.append((a, b))
        spans.append((old_spans, new_spans))
    counts = {"all": [0, 0, 0], "changed": [0, 0, 0]}
    for (old, _, new, _, gold, _), (old_spans, new_spans), reading in zip(
        documents, spans, differ(pairs)
    ):
        found = links_of(reading, old_spans, new_spans)
        changed = lambda links: {(i, j) for i, j in links if old[i] != new[j]}
        for name, f, g in (("all", found, gold), ("changed", changed(found), changed(gold))):
            for place, number in enumerate((len(f & g), len(f), len(g))):
                counts[name][place] += number
    return f_of(*counts["all"]), f_of(*counts["changed"])


def lines_of(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def argrewrite(folder):
    documents = []
    for item in lines_of(folder / "argrewrite2/dev.jsonl"):
        sides, numbers = [], []
        for side in ("old", "new"):
            sentences = item[side]
            paragraphs = [s["para"] for s in sentences]
            sides.append([s["text"] for s in sentences])
            sides.append(
                [" " if p == q else "\n\n" for p, q in zip(paragraphs, paragraphs[1:])] + ["\n"]
            )
            numbers.append({s["i"]: place for place, s in enumerate(sentences)})
        gold = {
            (numbers[0][i], numbers[1][j])
            for i, j in item["links"]
            if i in numbers[0] and j in numbers[1]
        }
        documents.append((*sides, gold, item["id"].split("-")[1]))
    return documents


def article_of_news(item):
    """The source and the number of the article, of `('ap', 1548, 4, 5)`."""
    return ",".join(item["id"].split(",")[:2])


def newsedits(folder, separator="\n\n"):
    return [
        (
            item["old"],
            [separator] * len(item["old"]),
            item["new"],
            [separator] * len(item["new"]),
            {tuple(link) for link in item["silver_links"]},
            article_of_news(item),
        )
        for item in lines_of(folder / "newsedits400/dev.jsonl")
    ]


# Moves


def moves(folder):
    return lines_of(folder / "constructed/moves.dev.jsonl")


def score_moves(differ, items, separator="\n\n"):
    """Recall for each edit rate, recall up to 35 %, precision."""
    pairs, spans = [], []
    for item in items:
        a, old_spans = spans_of(item["old"], [separator] * len(item["old"]))
        b, new_spans = spans_of(item["new"], [separator] * len(item["new"]))
        pairs.append((a, b))
        spans.append((old_spans, new_spans))
    rates, right, found = {}, 0, 0
    low = [0, 0]
    for item, (old_spans, new_spans), reading in zip(items, spans, differ(pairs)):
        gold = {
            (old, new) for new, old in enumerate(item["kept_map"]) if old in item["moved_old"]
        }
        moved = set()
        for a, b in reading.moved:
            moved |= {(i, j) for i in overlaps(old_spans, *a) for j in overlaps(new_spans, *b)}
        rate = rates.setdefault(item["edit_rate"], [0, 0])
        rate[0] += len(gold & moved)
        rate[1] += len(gold)
        if item["edit_rate"] <= (0.35 if item["edit_rate"] < 1 else 35):
            low[0] += len(gold & moved)
            low[1] += len(gold)
            source = {(old, new) for new, old in enumerate(item["kept_map"])}
            right += len(source & moved)
            found += len(moved)
    return (
        {rate: hit / all_ for rate, (hit, all_) in sorted(rates.items())},
        low[0] / low[1],
        right / found if found else 0.0,
    )


# Spans of words


def changed_tokens(tokens, touched):
    at, result = 0, []
    for token in tokens:
        size = len(token.encode())
        result.append(any(min(e, at + size) > max(b, at) for b, e in touched))
        at += size + 1
    return result


def runs_of(flags):
    result, begin = set(), None
    for i, flag in enumerate([*flags, False]):
        if flag and begin is None:
            begin = i
        elif not flag and begin is not None:
            result.add((begin, i))
            begin = None
    return result


def arxivedits(folder, name="dev.json"):
    return list(json.loads((folder / "arxivedits" / name).read_text()).values())


def score_spans(differ, items):
    """spanF and tokF."""
    pairs = [(item["sentence-1"], item["sentence-2"]) for item in items]
    span, token = [0, 0, 0], [0, 0, 0]
    for item, (a, b), reading in zip(items, pairs, differ(pairs)):
        sides = (
            changed_tokens(a.split(" "), reading.touched_old),
            changed_tokens(b.split(" "), reading.touched_new),
        )
        found = {(side, *run) for side in (0, 1) for run in runs_of(sides[side])}
        found_tokens = {(s, i) for s in (0, 1) for i, flag in enumerate(sides[s]) if flag}
        best = None
        for key in item:
            if not key.startswith("edits-combination-") or (not item[key] and key[-1] != "0"):
                continue
            flags = ([False] * len(sides[0]), [False] * len(sides[1]))
            spans = set()
            for edit in item[key].values():
                for side in (0, 1):
                    indices = edit[f"sentence-{side + 1}-token-indices"]
                    if indices:
                        spans.add((side, *indices))
                        for i in range(*indices):
                            flags[side][i] = True
            tokens = {(s, i) for s in (0, 1) for i, flag in enumerate(flags[s]) if flag}
            counts = (
                (len(found & spans), len(found), len(spans)),
                (len(found_tokens & tokens), len(found_tokens), len(tokens)),
            )
            if best is None or (f_of(*counts[0]), f_of(*counts[1])) > (
                f_of(*best[0]),
                f_of(*best[1]),
            ):
                best = counts
        for total, part in ((span, best[0]), (token, best[1])):
            for place in range(3):
                total[place] += part[place]
    return f_of(*span), f_of(*token)


# Readability


def longest_common(a, b):
    """The size of a longest common subsequence (Hyyroe's bit vectors)."""
    masks = {}
    for i, token in enumerate(a):
        masks[token] = masks.get(token, 0) | 1 << i
    whole = (1 << len(a)) - 1
    row = whole
    for token in b:
        match = row & masks.get(token, 0)
        row = ((row + match) | (row - match)) & whole
    return len(a) - bin(row).count("1")


def score_readability(differ, documents):
    """Soup per 100 changed words, kept / LCS, fragments per 100 changed words."""
    pairs = [
        (spans_of(old, x)[0], spans_of(new, y)[0]) for old, x, new, y, *_ in documents
    ]
    soup = changed = kept = most = fragments = 0
    for (a, b), reading in zip(pairs, differ(pairs)):
        bytes_a, bytes_b = a.encode(), b.encode()
        words = lambda text: sum(1 for t in TOKEN.findall(text) if any(c.isalnum() for c in t))
        tokens_a, tokens_b = TOKEN.findall(a), TOKEN.findall(b)
        most += longest_common([t for t in tokens_a if words(t)], [t for t in tokens_b if words(t)])
        joined = []
        for sign, x, y in reading.order:
            texts = [bytes_a[slice(*x)].decode(errors="replace"), bytes_b[slice(*y)].decode(errors="replace")]
            if joined and joined[-1][0] == sign:
                joined[-1][1] += texts[0] if sign == "!" else " " + texts[0]
                joined[-1][2] += texts[1]
            elif sign == "!" or texts[0].strip():
                joined.append([sign, *texts])
        for place, (sign, x, y) in enumerate(joined):
            if sign == "!":
                changed += words(x) + words(y)
                fragments += 1
            else:
                kept += words(x)
                inner = 0 < place < len(joined) - 1
                soup += inner and not any(is_content(t) for t in TOKEN.findall(x))
    return soup * 100 / changed, kept / most, fragments * 100 / changed
