"""docs/query-language.md says what the parser does."""

import re
from pathlib import Path

import pytest

from newsearch.query.parser import parse

PAGE = Path(__file__).resolve().parents[2] / "docs" / "query-language.md"


def rows(heading: str) -> list[tuple[str, str, str]]:
    """What is typed, what is understood and the rest, row by row, of the table under a heading."""
    section = re.split(rf"^## {heading}$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1]
    section = re.split(r"^## ", section, flags=re.MULTILINE)[0]
    lines = [line for line in section.splitlines() if line.startswith("| ") and "`" in line]
    cells = [re.split(r"(?<!\\)\|", line)[1:-1] for line in lines]
    plain = [[cell.replace("\\|", "|").strip() for cell in row] for row in cells]
    return [(row[0].strip("`"), row[1].strip("`"), " ".join(row[2:])) for row in plain]


EXAMPLES = [row for name in ("Forms", "One word", "What binds first") for row in rows(name)]
SLIPS = rows("Slips")


def test_the_page_has_its_tables() -> None:
    assert len(EXAMPLES) >= 35
    assert len(SLIPS) >= 20


@pytest.mark.parametrize(("typed", "understood"), [row[:2] for row in EXAMPLES])
def test_an_example_is_understood_as_the_page_says_without_a_slip(
    typed: str, understood: str
) -> None:
    query = parse(typed)
    assert str(query) == understood
    assert {slip.message for slip in query.warnings} <= {
        "the query only excludes: it finds everything but that"
    }


@pytest.mark.parametrize(("typed", "understood", "message"), SLIPS)
def test_a_slip_is_taken_and_reported_as_the_page_says(
    typed: str, understood: str, message: str
) -> None:
    query = parse(typed)
    assert str(query) == understood
    assert message in [slip.message for slip in query.warnings]
