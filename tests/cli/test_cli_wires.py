"""A folder of wires, from the files to the terminal."""

import json
import shutil
from pathlib import Path

import pytest
from program import run_here

WIRES = Path(__file__).resolve().parents[1] / "ingest" / "wires"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk")
    shutil.copytree(WIRES, folder / "depeches")
    return folder


def test_a_folder_of_wires_is_indexed_found_and_shown(desk: Path) -> None:
    named = sorted(f"depeches/{file.name}" for file in WIRES.iterdir())
    done = run_here(desk, "index", *named)
    complaints = done.errors.splitlines()
    assert [line.rpartition(": ")[2] for line in complaints] == [
        "is a picture without a caption",
        "was withdrawn by its agency (canceled)",
    ]
    found = json.loads(run_here(desk, "query", "port tempête", "--json").output)
    assert {hit["agency"] for hit in found["hits"]} == {"AFP", "Reuters"}
    (hit,) = (hit for hit in found["hits"] if hit["source"] == "Agence Méridienne")
    shown = run_here(desk, "show", hit["id"]).output
    assert "agency: AFP" in shown
    assert "Deux cargos attendaient." in shown


def test_one_item_of_a_file_is_shown_with_its_place(desk: Path) -> None:
    run_here(desk, "index", "depeches")
    (hit,) = json.loads(run_here(desk, "query", "écoles neige", "--json").output)["hits"]
    assert "path: depeches/bilingue.newsml.xml#11" in run_here(desk, "show", hit["id"]).output
