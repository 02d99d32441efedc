#!/usr/bin/env python3
"""A small newspaper on loopback that publishes, corrects and removes articles.

usage: newspaper.py PORT STEP_FILE

What it serves depends on the number in STEP_FILE and on nothing else, so that whoever watches it can
move it on step by step; no clock is read. Steps are told below. Port 0 takes a free one; the port that
is served is printed.
"""
import email.utils
import hashlib
import http.server
import sys

START = 1_793_174_400  # 2026-10-28T08:00:00Z: when step 0 begins; each article says its own time

# What each article says from which step on. None: it is gone.
ARTICLES = {
    "2026/10/28/bridge": {
        0: ("Twelve hurt as old bridge gives way",
            ["Twelve people were hurt when the old bridge over the Mill River gave way on Wednesday morning, "
             "the fire service said.",
             "The bridge had been closed to lorries since May. An inspection in September found rust in two of "
             "its bearings, according to a report that the council published last week.",
             "Mayor Anna Keller called the accident a warning to all who had put off repairs. The council meets "
             "on Thursday to decide on a temporary crossing."]),
        # A correction, disclosed.
        1: ("Fifteen hurt as old bridge gives way",
            ["Fifteen people were hurt when the old bridge over the Mill River gave way on Wednesday morning, "
             "the fire service said.",
             "The bridge had been closed to lorries since May. An inspection in September found rust in two of "
             "its bearings, according to a report that the council published last week.",
             "Mayor Anna Keller called the accident a warning to all who had put off repairs. The council meets "
             "on Thursday to decide on a temporary crossing.",
             "Correction: An earlier version of this article said that twelve people were hurt. It was fifteen."]),
        # A silent edit: the inspection was in August, and nobody says so.
        2: ("Fifteen hurt as old bridge gives way",
            ["Fifteen people were hurt when the old bridge over the Mill River gave way on Wednesday morning, "
             "the fire service said.",
             "The bridge had been closed to lorries since May. An inspection in August found rust in three of "
             "its bearings, according to a report that the council published last week.",
             "Mayor Anna Keller called the accident a warning to all who had put off repairs. The council meets "
             "on Thursday to decide on a temporary crossing.",
             "Correction: An earlier version of this article said that twelve people were hurt. It was fifteen."]),
    },
    "2026/10/28/harvest": {
        0: ("A good year for apples",
            ["Orchards around the town expect their best harvest in ten years after a wet spring and a mild "
             "summer, growers said at their yearly meeting.",
             "About four thousand tonnes will be picked until the middle of November, half of them for juice.",
             "Prices are likely to fall, said the head of the growers' union, Paul Brandt, who hopes for more "
             "exports to the north."]),
        # Another headline over the same text.
        2: ("Apple growers fear falling prices",
            ["Orchards around the town expect their best harvest in ten years after a wet spring and a mild "
             "summer, growers said at their yearly meeting.",
             "About four thousand tonnes will be picked until the middle of November, half of them for juice.",
             "Prices are likely to fall, said the head of the growers' union, Paul Brandt, who hopes for more "
             "exports to the north."]),
    },
    "2026/10/28/rumour": {
        1: ("Factory is said to close next year",
            ["The paper mill on the river, the town's largest employer, is to close next year, people who know of "
             "the plans told this newspaper on Wednesday.",
             "The owners did not want to comment. About three hundred people work at the mill, which opened in "
             "1911 and was rebuilt after the war.",
             "The union called on the owners to put their plans before the workers without delay."]),
        # Removed: 404 from here on.
        4: None,
    },
}
BLOCKED = {3}  # at this step all articles are a challenge page, with status 200
LAST = 6


def step_now(path):
    with open(path, encoding="ascii") as file:
        return int(file.read())


def version(slug, step):
    """What the article says at a step: absent before it is published and when it is gone."""
    known = [at for at in ARTICLES[slug] if at <= step]
    return ARTICLES[slug][max(known)] if known else None


def article_page(slug, text):
    headline, paragraphs = text
    body = "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{headline} - The Loopback Times</title>
<link rel="canonical" href="{{origin}}/{slug}"><meta property="og:type" content="article">
<link rel="alternate" type="application/rss+xml" title="The Loopback Times" href="/feed.xml"></head>
<body><header><a href="/">The Loopback Times</a></header>
<main><article><h1>{headline}</h1>
<p class="byline">By <span class="author">Lena Hoffmann</span></p>
{body}
</article></main><footer>The Loopback Times, 127.0.0.1</footer></body></html>
"""


CHALLENGE = """<!DOCTYPE html><html lang="en"><head><title>Just a moment...</title></head><body>
<h1>Checking your browser before accessing the Loopback Times</h1>
<p>Please enable JavaScript and cookies to continue. Verify you are human.</p></body></html>
"""


def feed(step, origin):
    items = []
    for slug in ARTICLES:
        text = version(slug, step)
        if text is not None:
            when = email.utils.formatdate(START + 3600 * min(ARTICLES[slug]), usegmt=True)
            items.append(f"<item><title>{text[0]}</title><link>{origin}/{slug}</link>"
                         f"<pubDate>{when}</pubDate></item>")
    return ('<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel><title>The Loopback Times'
            f"</title><link>{origin}/</link>\n" + "\n".join(items) + "\n</channel></rss>\n")


def front(step):
    links = "\n".join(f'<h2><a href="/{slug}">{version(slug, step)[0]}</a></h2>'
                      for slug in ARTICLES if version(slug, step))
    return ('<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>The Loopback Times</title>'
            '<link rel="alternate" type="application/rss+xml" title="All articles" href="/feed.xml"></head>'
            f"<body><main>{links}</main></body></html>\n")


class Newspaper(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        step = step_now(sys.argv[2])
        origin = f"http://{self.headers['Host']}"
        slug = self.path.strip("/")
        if self.path == "/robots.txt":
            self.answer("text/plain", "User-agent: *\nDisallow: /private/\n")
        elif self.path == "/feed.xml":
            self.answer("application/rss+xml", feed(step, origin))
        elif self.path == "/":
            self.answer("text/html; charset=utf-8", front(step))
        elif slug in ARTICLES and step in BLOCKED:
            self.answer("text/html; charset=utf-8", CHALLENGE)
        elif slug in ARTICLES and version(slug, step):
            page = article_page(slug, version(slug, step)).replace("{origin}", origin)
            self.answer("text/html; charset=utf-8", page)
        else:
            self.answer("text/html; charset=utf-8",
                        "<!DOCTYPE html><title>Not found</title><h1>Page not found</h1>\n", status=404)

    def answer(self, kind, text, status=200):
        body = text.encode()
        etag = '"' + hashlib.sha256(body).hexdigest()[:16] + '"'
        if status == 200 and self.headers.get("If-None-Match") == etag:
            self.send_response(304)
            self.send_header("ETag", etag)
            self.end_headers()
            return
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if status == 200:
            self.send_header("ETag", etag)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Newspaper)
    print(server.server_address[1], flush=True)
    server.serve_forever()


main()
