"""Who may import whom. The map stands in ARCHITECTURE.md too; change both or neither."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

import newsearch

PACKAGE = Path(newsearch.__file__).parent

LAYERS: dict[str, set[str]] = {
    "frozen": set(),
    "errors": set(),
    "article": set(),
    "moments": set(),
    "analysis": set(),
    "ingest": {"errors", "article"},
    "seen": set(),
    "checks": {"errors", "article", "ingest", "seen"},
    "query": {"errors", "analysis"},
    "engine": {"errors", "query"},
    "matches": {"analysis", "query"},
    "snippets": {"analysis", "query", "matches"},
    "explain": {"query", "engine"},
    "suggest": {"analysis", "query", "engine", "matches"},
    "stories": {"article", "query", "engine"},
    "search": {
        *("errors", "article", "query", "matches", "snippets", "explain", "suggest", "stories"),
    },
    "hits": {
        *("errors", "article", "query", "engine", "matches"),
        *("snippets", "search", "explain", "stories"),
    },
    "counting": {"query", "engine", "search"},
    "clusters": {"article", "moments", "analysis", "query", "engine"},
    "manifest": {"errors", "query", "engine"},
    "waiting": {"article", "ingest"},
    "conversion": {"article", "moments", "analysis", "query", "engine", "clusters", "waiting"},
    "workers": {"errors"},
    "analysts": {"article", "engine", "clusters", "waiting", "conversion", "workers"},
    "writer": {
        "errors",
        "article",
        "query",
        "engine",
        "manifest",
        "clusters",
        "waiting",
        "conversion",
        "analysts",
        "workers",
    },
    "searcher": {
        *("moments", "query", "engine", "matches"),
        *("search", "hits", "counting", "explain", "suggest"),
    },
    "index": {
        *("errors", "article", "query", "engine", "manifest", "writer"),
        *("matches", "snippets", "search", "hits", "searcher"),
    },
    "reading": {"errors", "article", "ingest", "waiting", "workers"},
    "footers": {"article", "ingest", "query", "engine", "hits", "waiting"},
    "sync": {
        *("errors", "article", "engine", "ingest", "index", "hits"),
        *("reading", "waiting", "writer", "footers"),
    },
    "cli": {
        *("__init__", "errors", "article", "ingest", "checks", "query", "index", "writer"),
        *("matches", "snippets", "search", "explain", "suggest", "stories", "sync"),
    },
    "__main__": {"cli"},
}
OWNERS = {"whoosh": "engine/whoosh", "rich": "cli", "typer": "cli", "filelock": "writer.py"}
"""Foreign packages that one place alone may import."""

FILES = sorted(PACKAGE.rglob("*.py"))


def layer_of(file: Path) -> str:
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_names(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: a relative import"
            assert node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_a_module_imports_only_the_layers_below_it(file: Path) -> None:
    layer = layer_of(file)
    if layer == "__init__":
        return
    ours = {name.split(".")[1] for name in imported_names(file) if name.startswith("newsearch.")}
    modules = {
        name for name in ours if (PACKAGE / name).is_dir() or (PACKAGE / f"{name}.py").exists()
    }
    assert modules - {layer, "frozen"} <= LAYERS[layer]


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_a_foreign_package_is_imported_in_its_one_place(file: Path) -> None:
    place = file.relative_to(PACKAGE).as_posix()
    for name in imported_names(file):
        owner = OWNERS.get(name.split(".", maxsplit=1)[0])
        assert owner is None or place.startswith(owner), f"{place} imports {name}"


def test_the_layer_map_has_no_cycle() -> None:
    done: set[str] = set()
    while ready := {
        layer for layer in LAYERS.keys() - done if LAYERS[layer] - {"__init__"} <= done
    }:
        done |= ready
    assert done == LAYERS.keys()


def test_importing_the_library_loads_neither_terminal_nor_engine() -> None:
    heavy = [
        "multiprocessing",
        "rich",
        "typer",
        "whoosh",
        "numpy",
        "bs4",
        "lxml",
        "trafilatura",
        "ftfy",
        "dateparser",
    ]
    code = f"import sys, newsearch; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_public_names_are_sorted_and_all_there() -> None:
    assert newsearch.__all__ == sorted(newsearch.__all__)
    assert set(newsearch.__all__) <= set(dir(newsearch))
    homes = [(f"{home}.{name}", name) for home, names in newsearch._HOMES.items() for name in names]
    assert sorted(name for _, name in homes) == newsearch.__all__
    # What type checkers see is what there is.
    seen = set(imported_names(PACKAGE / "__init__.py"))
    assert {full for full, _ in homes} == {name for name in seen if name.startswith("newsearch.")}
    for full, name in homes:
        module = import_module(full.rpartition(".")[0])
        assert getattr(newsearch, name) is getattr(module, name)
    with pytest.raises(AttributeError):
        newsearch.nothing_of_that_name  # noqa: B018


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_every_module_says_what_it_is_for(file: Path) -> None:
    assert ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))
