"""Every command and option has help, and the pages say the same as the program."""

import json
import re
from pathlib import Path

import pytest
from program import Run
from typer.main import get_command

from newsearch.cli.app import app

DOCS = Path(__file__).resolve().parents[2] / "docs"
COMMANDS = get_command(app).commands  # type: ignore[attr-defined]
PAGE = (DOCS / "commands.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## newsearch (\w+)$(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))


def options_of(name: str) -> set[str]:
    return {one for param in COMMANDS[name].params for one in param.opts if one.startswith("-")}


def test_every_command_has_a_section() -> None:
    assert set(SECTIONS) == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_page_lists_the_options_that_there_are(name: str) -> None:
    table = "\n".join(line for line in SECTIONS[name].splitlines() if line.startswith("| `-"))
    cells = (line.split("|")[1] for line in table.splitlines())
    listed = {option for cell in cells for option in re.findall(r"--?[a-z][a-z-]*", cell)}
    assert listed == options_of(name)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_has_help(name: str, run: Run) -> None:
    shown = run(name, "--help").output
    assert "Examples:" in shown
    for param in COMMANDS[name].params:
        assert param.help, param.name
        for option in param.opts:
            assert option.startswith("-") is False or option in shown


def test_the_program_has_help(run: Run) -> None:
    shown = run("-h").output
    assert all(f"  {name} " in shown for name in COMMANDS)
    assert "Exit status" in shown


def test_every_exit_status_is_on_the_page() -> None:
    assert re.findall(r"^\| (\d+) \| [a-z]", PAGE, re.MULTILINE) == ["0", "1", "2", "3", "130"]


def test_the_json_page_shows_what_the_program_prints(run: Run) -> None:
    page = (DOCS / "json-format.md").read_text(encoding="utf-8")
    answer, hit, stats = map(json.loads, re.findall(r"```json\n(.*?)```", page, re.DOTALL))
    printed = json.loads(run("query", "Rabat", "--json").output)
    assert printed.keys() == answer.keys()
    assert printed["query"].keys() == answer["query"].keys()
    assert printed["hits"][0].keys() == hit.keys()
    assert printed["hits"][0]["snippets"][0].keys() == hit["snippets"][0].keys()
    assert json.loads(run("stats", "--json").output).keys() == stats.keys()
