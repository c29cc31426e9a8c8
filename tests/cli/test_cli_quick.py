"""Command lines that are read without Typer mean what they mean to Typer."""

import os
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st
from typer.main import get_command

from newsearch.cli.app import app
from newsearch.cli.quick import COMMANDS, find_command, read_arguments

GROUP = get_command(app)


def read_by_typer(name: str, words: list[str]) -> dict[str, Any] | None:
    """What Typer would call the command with; None where it complains or helps instead."""
    command = GROUP.commands[name]  # type: ignore[attr-defined]
    seen: dict[str, Any] = {}
    with mock.patch.object(command, "callback", lambda **values: seen.update(values)):
        try:
            command.main(words, standalone_mode=False)
        except (typer.TyperException, typer.Exit):
            return None
    return seen or None


def with_defaults(name: str, values: dict[str, Any]) -> dict[str, Any]:
    command = find_command(name)
    names = command.__code__.co_varnames[: command.__code__.co_argcount]
    defaults = command.__defaults__ or ()
    placed = dict(zip(names[len(names) - len(defaults) :], defaults, strict=True))
    return {**placed, **(command.__kwdefaults__ or {}), **values}


def same(name: str, words: list[str]) -> bool:
    """Whether the quick way read the words; if so it must have read what Typer reads."""
    quick = read_arguments(words, find_command(name))
    if quick is None:
        return False
    slow = read_by_typer(name, words)
    assert slow is not None, words
    assert plain(with_defaults(name, quick)) == plain(slow), words
    return True


def plain(values: dict[str, Any]) -> dict[str, Any]:
    """Paths as text and tuples as lists, as they are before Typer makes the others of them."""
    simple = {
        name: [str(one) for one in value] if isinstance(value, list | tuple) else value
        for name, value in values.items()
        if value not in (None, [], ())
    }
    return {k: str(value) if isinstance(value, Path) else value for k, value in simple.items()}


WORDS = st.sampled_from(
    "Maroc paix - -- --limit -n 5 -5 x --limit=3 --limit= -n=3 -n3 --json --json=1 -q -qc --sort newest "
    "--sort=oldest nonsense --source AFP --source=Le\u00a0Monde --since 2013 --exact --no-exact --index "
    "there -f json csv --format=jsonl --color never --explain -h --help --rebuild --strict -c -l "
    "--in title,body --snippets 0 --query --limi -Mali a=b".split(" ")
)


@given(st.sampled_from(COMMANDS), st.lists(WORDS, max_size=6))
def test_any_words_are_read_as_typer_reads_them_or_left_to_it(name: str, words: list[str]) -> None:
    same(name, words)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("query", "coopération sécuritaire"),
        ("query", "Mali --source AFP --source Reuters --json"),
        ("query", "-n 3 --since 2021 --sort=newest Maroc -q"),
        ("query", "--index=there --limit=3 Maroc"),
        ("query", "-- -Mali Sahel"),
        ("query", "-"),
        ("index", ""),
        ("index", "a b --index c --rebuild"),
        ("show", "2c26 --query paix -f json"),
        ("stats", "--json"),
    ],
)
def test_usual_words_are_read_without_typer(name: str, words: str) -> None:
    assert same(name, words.split())


def test_the_environment_counts_where_typer_counts_it() -> None:
    with mock.patch.dict(os.environ, NEWSEARCH_INDEX="elsewhere"):
        assert same("stats", [])
        assert same("stats", ["--index", "here"])
    with mock.patch.dict(os.environ, NEWSEARCH_INDEX=""):
        assert same("stats", [])
