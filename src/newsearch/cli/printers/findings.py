"""What a check has found: columns on a screen, fields elsewhere, as each comes."""

from collections import Counter
from collections.abc import Iterable, Iterator

from newsearch.checks import KINDS, Checker, Finding, Kind
from newsearch.cli.layout import Run, wrap
from newsearch.cli.terminal import Terminal
from newsearch.cli.text import one_line, to_json
from newsearch.search import FORMAT_VERSION

__all__ = ["finding_json", "finding_lines", "finding_rows", "say_findings"]

_WIDEST = max(map(len, KINDS))


def finding_lines(findings: Iterable[Finding]) -> Iterator[str]:
    """kind<TAB>path<TAB>id<TAB>detail."""
    for found in findings:
        yield "\t".join(map(one_line, (found.kind, found.path, found.id or "", found.detail)))


def finding_rows(findings: Iterable[Finding], terminal: Terminal) -> Iterator[str]:
    """A row a finding: its kind, then where and what, wrapped in a column of its own."""
    indent = " " * (_WIDEST + 2)
    for found in findings:
        width = terminal.width - len(indent)
        where, *others = wrap([Run(one_line(found.path))], width, terminal.title)
        yield terminal.faint(found.kind.ljust(len(indent))) + where
        for line in (*others, *wrap([Run(one_line(found.detail))], width, terminal.passage)):
            yield indent + line


def finding_json(findings: Iterable[Finding], checker: Checker) -> Iterator[str]:
    """One object, written as the findings come; what the checker has counted stands at the end."""
    yield f'{{"format_version": {FORMAT_VERSION}, "findings": ['
    comma = ""
    for found in findings:
        yield comma + to_json(found.to_dict())
        comma = ","
    yield f'], "checked": {checker.checked}, "counts": {to_json(checker.counts)}}}'


def say_findings(checked: int, counts: Counter[Kind]) -> str:
    """How many articles were looked at, and how many findings there are of each kind."""
    total = counts.total()
    said = f"checked {checked} article" + ("" if checked == 1 else "s")
    if not total:
        return f"{said}: nothing found"
    kinds = ", ".join(f"{counts[kind]} {kind}" for kind in KINDS if counts[kind])
    return f"{said}: {total} finding" + ("" if total == 1 else "s") + f" ({kinds})"
