"""What is said beside the hits: how a query was understood, and its slips."""

from collections.abc import Iterator

from newsearch.cli.layout import display_width
from newsearch.cli.text import one_line
from newsearch.query.syntax import ParsedQuery, SyntaxSlip

__all__ = ["notices"]

MOST_WARNINGS = 5
CONTEXT = 24
"""Characters shown on either side of the place of a slip."""


def notices(query: ParsedQuery) -> Iterator[str]:
    """Warnings, each with a caret under its place; then what was understood if it is not what was typed."""
    for slip in query.warnings[:MOST_WARNINGS]:
        yield f"warning: {one_line(slip.message)}"
        yield from _point_at(query.text, slip)
    if len(query.warnings) > MOST_WARNINGS:
        yield f"warning: {len(query.warnings) - MOST_WARNINGS} more like these"
    understood = str(query)
    if query.warnings or understood != " ".join(query.text.split()):
        yield f"compris : {one_line(understood)}"


def _point_at(text: str, slip: SyntaxSlip) -> Iterator[str]:
    """The text around a slip, and a line that underlines it."""
    first, last = max(0, slip.start - CONTEXT), min(len(text), slip.end + CONTEXT)
    before = ("…" if first else "") + one_line(text[first : slip.start])
    slipped = one_line(text[slip.start : slip.end])
    after = one_line(text[slip.end : last]) + ("…" if last < len(text) else "")
    yield f"  {before}{slipped}{after}"
    yield "  " + " " * display_width(before) + "^" * max(1, display_width(slipped))
