"""The headline of a page: what it announces, against what it shows."""

import re
from itertools import chain, islice
from typing import Final

from newsearch.ingest.page import Element, Page, text_of

__all__ = ["choose_headline", "find_heading", "find_site"]

_SEPARATOR: Final = re.compile(r"\s+[|–—·»-]\s+")
_TITLE: Final = re.compile(r"(?:^|[\s_-])(?:titre|title|headline)(?:$|[\s_-])", re.IGNORECASE)
_SHORTEST: Final = 4
_SHORTEST_PART: Final = 20
_LONGEST_NAME: Final = 3
_LIKELY_CUT: Final = 100
"""A title announced at this length may have been cut: schema.org asks for 110 at most."""


def choose_headline(page: Page, announced: list[str], site: str | None) -> str | None:
    """The headline of a page, or None. `announced` are the titles in its metadata, the best first.

    Where one has something around it ("… | Le Site") or is cut ("…"), the heading on the page
    that matches it says what belongs to it; else the typography of the metadata is kept.
    """
    headings = [text_of(tag) for tag in islice(page.find_all("h1"), 10)]
    if not headings and len(seconds := [*islice(page.find_all("h2"), 2)]) == 1:
        headings = [text_of(seconds[0])]  # pages of old begin with the second level
    if not headings:
        called = (tag for tag in page.elements if _TITLE.search((tag.get("class") or "")[:100]))
        headings = [text_of(tag) for tag in islice(called, 5)]
    for heading in headings:
        for title in announced:
            if chosen := _choose(title, heading):
                return chosen
    if len(headings) == 1 and len(headings[0].split()) > _LONGEST_NAME >= len(
        "".join(announced[:1]).split()
    ):
        return headings[0]  # the window has only the name of the site
    return _without_site(announced[0], site) if announced else next(filter(None, headings), None)


def find_heading(page: Page, title: str | None) -> Element | None:
    """The heading that shows a title, perhaps with something after it, or None."""
    words = _words(title or "")
    for heading in chain(islice(page.find_all("h1"), 10), islice(page.find_all("h2"), 30)):
        if words and _words(text_of(heading)).startswith(words):
            return heading
    return None


def find_site(title: str, headline: str | None) -> str | None:
    """What the title of a window says after the headline and the last bar or dash: the site."""
    parts = _SEPARATOR.split(title)
    names_site = len(parts) > 1 and headline and _words(title).startswith(f"{_words(headline)} ")
    return parts[-1] if names_site and _words(parts[-1]) not in _words(headline or "") else None


def _choose(title: str, heading: str) -> str | None:
    """What a title in the metadata and a heading have in common, if one is the start of the other
    and the rest is not part of the headline; else None."""
    announced, shown = _words(title), _words(heading)
    if len(shown) < _SHORTEST:
        return None
    if announced == shown:
        return title
    cut = title.endswith(("…", "...")) or len(title) >= _LIKELY_CUT
    if announced.startswith(f"{shown} ") or (cut and shown.startswith(announced)):
        return heading
    first = _SEPARATOR.split(title)[0]
    if first != title and len(first) >= _SHORTEST_PART and shown.startswith(f"{_words(first)} "):
        return first
    return None


def _words(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().lower()


def _without_site(title: str, site: str | None) -> str:
    """A title without the name of the site at its end or its start."""
    parts = _SEPARATOR.split(title)
    if site and len(parts) > 1:
        if _name(parts[-1]) == _name(site):
            return title[: -len(parts[-1])].rstrip(" |–—·»-")
        if _name(parts[0]) == _name(site):
            return title[len(parts[0]) :].lstrip(" |–—·»-")
    return title


def _name(site: str) -> str:
    """A site's name as people may write it: "www.liberation.fr", "Liberation"."""
    return re.sub(r"\W", "", re.sub(r"^www\.|\.(?:fr|com|org|be|ch|net|info)/?$", "", site.lower()))
