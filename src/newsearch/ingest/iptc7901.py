"""IPTC 7901: the wires of teleprinters, in text between control characters.

SOH  source, number, priority, category, words; a slug line
STX  headline (and who wrote it), then the text
ETX  day, hour and minute, zone, month, year
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

from newsearch.article import RawDocument
from newsearch.ingest.cleaning import fold_line
from newsearch.ingest.dates import StatedDate
from newsearch.ingest.encoding import decode
from newsearch.ingest.flow import from_text
from newsearch.ingest.media import Outcome
from newsearch.ingest.parties import read_people
from newsearch.ingest.wire import Refusal, WireItem, read_items

__all__ = ["read_iptc7901"]

_MESSAGE = re.compile("\x01([^\x01\x02]{0,4000})\x02([^\x03\x01]*)(?:\x03([^\x01]{0,200}))?")
_FUNCTIONS = re.compile("[\x04-\x08\x0b-\x1f\x7f]")
"""Marks of typefaces and tabulators, which printers obeyed."""
_HEADER = re.compile(
    r"([A-Za-z]{2,4}\d{3,5})\s+(?:(\d)\s+)?(?:([A-Za-z])\s+)?(?:(\d+)\s+)?([\w/-]*)"
)
_MOMENT = re.compile(
    r"\s*(\d\d)(\d\d)(\d\d)\s*(Z|GMT|UTC|[A-Z]{3,4})?\s*([A-Za-zéûÉÛ]{3,9})\.?\s*'?(\d{4}|\d\d)\b"
)
_MONTHS: Final = {
    "jan": 1, "fev": 2, "feb": 2, "mar": 3, "mrz": 3, "avr": 4, "apr": 4, "mai": 5, "may": 5,
    "juin": 6, "jun": 6, "juil": 7, "jul": 7, "aou": 8, "aug": 8, "sep": 9, "oct": 10, "okt": 10,
    "nov": 11, "dec": 12, "dez": 12,
}  # fmt: skip
_ZONES: Final = {"Z": 0, "GMT": 0, "UTC": 0, "CET": 1, "MEZ": 1, "CEST": 2, "MESZ": 2}
_MARKER = re.compile(r"[A-Z0-9ÉÈÀÇ()., /-]{1,24}|\W*|BC-\S+|\S+[/-]\S*[/-]\S*")
"""Lines above a headline that are none: "URGENT", "1ST LEAD", a slug."""
_BYLINE = re.compile(r"(?:Par|By|Von|De notre)\s+\S", re.IGNORECASE)
_HEAD_END = re.compile(r"[=+]\s*$")
_HEAD_LINES: Final = 8


def read_iptc7901(raw: RawDocument) -> Iterator[Outcome]:
    """The articles of a file of messages. Raises UnreadableArticle."""
    text = decode(raw.content).replace("\r\n", "\n").replace("\r", "\n")
    return read_items(
        raw, [_read_message(found) for found in _MESSAGE.finditer(text)], "is a wire without a text"
    )


def _read_message(found: re.Match[str]) -> WireItem | Refusal:
    header, text, trailer = (_FUNCTIONS.sub("", part or "") for part in found.groups())
    fields = _HEADER.match(header.strip())
    head, body = _divide(text)
    bylines = [line for line in head if _BYLINE.match(line)]
    titles = [line for line in head if line not in bylines]
    headline = [line for line in titles if not _MARKER.fullmatch(line)] or titles[-1:]
    paragraphs = from_text(body)
    if not paragraphs:
        paragraphs, headline = from_text("\n".join(headline)), []
    if not paragraphs:
        return Refusal("is a wire without a text", fields[1] if fields else "")
    return WireItem(
        title=fold_line(" ".join(headline)) or None,
        key=fields[1] if fields else "",
        paragraphs=paragraphs,
        authors=read_people(*bylines),
        credits=tuple(re.split(r"[\s/-]+", fields[5]) if fields else ()),
        published=_read_moment(trailer),
    )


def _divide(text: str) -> tuple[list[str], str]:
    """The lines above the text, without the marks that end them, and the text: it starts after a
    blank line, an indent, or the mark that ends a headline."""
    lines = text.strip("\n ").split("\n")
    head: list[str] = []
    for number, line in enumerate(lines[:_HEAD_LINES]):
        if not line.strip() or (number and line.startswith("   ")):
            return head, "\n".join(lines[number:])
        head.append(_HEAD_END.sub("", line).strip())
        if _HEAD_END.search(line):
            return head, "\n".join(lines[number + 1 :])
    return [], "\n".join(lines)


def _read_moment(trailer: str) -> StatedDate | None:
    """The moment that ends a message: "241830 GMT nov 21"."""
    found = _MOMENT.match(trailer)
    if not found:
        return None
    name = found[5].lower().translate(str.maketrans("éû", "eu"))
    month = _MONTHS.get(name[:4]) or _MONTHS.get(name[:3])
    if not month:
        return None
    year = int(found[6]) + (0 if len(found[6]) == 4 else 2000 if int(found[6]) < 70 else 1900)
    hours = _ZONES.get(found[4] or "")
    zone = None if hours is None else timezone(timedelta(hours=hours)) if hours else UTC
    try:
        moment = datetime(year, month, int(found[1]), int(found[2]), int(found[3]), tzinfo=zone)
    except ValueError:
        return None
    return StatedDate(moment, "time")
