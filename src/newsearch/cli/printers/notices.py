"""What is said beside the hits: how a query was understood, and its slips."""

from collections.abc import Iterator

from newsearch.cli.layout import display_width, lay_out_plain
from newsearch.cli.terminal import Terminal
from newsearch.cli.text import one_line
from newsearch.query.syntax import SyntaxSlip
from newsearch.search import SearchResults
from newsearch.suggest import Suggestion

__all__ = ["notices"]

MOST_WARNINGS = 5
CONTEXT = 24
"""Characters shown on either side of the place of a slip."""
LONGEST_SLIP = 60
"""Characters shown of the slip itself: what is beyond the last word that is read may be a whole book."""


def notices(results: SearchResults, terminal: Terminal) -> Iterator[str]:
    """Slips, each with its place; what the answer lacks; what was understood, if it is not what was typed; suggestions."""
    query = results.query
    for slip in query.warnings[:MOST_WARNINGS]:
        yield from lay_out_plain(f"warning: {slip.message}", terminal.wrapping)
        yield from _point_at(query.text, slip)
    if len(query.warnings) > MOST_WARNINGS:
        yield f"warning: {len(query.warnings) - MOST_WARNINGS} more like these"
    for message in results.warnings:
        yield from lay_out_plain(f"warning: {one_line(message)}", terminal.wrapping)
    understood = str(query)
    if query.warnings or understood != " ".join(query.text.split()):
        yield from lay_out_plain(f"compris : {understood}", terminal.wrapping)
    for sentence in dict.fromkeys(map(_suggest, results.suggestions)):  # a word may come twice
        yield from lay_out_plain(sentence, terminal.wrapping)


def _suggest(suggestion: Suggestion) -> str:
    others = ", ".join(suggestion.alternatives)
    if suggestion.known:
        return f"{suggestion.word} is also spelled {others}"
    return f"no article has {suggestion.word}: did you mean {others}?"


def _point_at(text: str, slip: SyntaxSlip) -> Iterator[str]:
    """The text around a slip, and a line that underlines it."""
    end = min(slip.end, slip.start + LONGEST_SLIP)
    first, last = max(0, slip.start - CONTEXT), min(len(text), end + CONTEXT)
    before = ("…" if first else "") + one_line(text[first : slip.start])
    slipped = one_line(text[slip.start : end])
    after = one_line(text[end:last]) + ("…" if last < len(text) else "")
    yield f"  {before}{slipped}{after}"
    yield "  " + " " * display_width(before) + "^" * max(1, display_width(slipped))
