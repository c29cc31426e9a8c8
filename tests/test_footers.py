"""What recurs below a source's articles is taken off when an index follows its folders."""

from pathlib import Path

import pytest

from newsearch import Index, footers, synchronise

FOOTER = "Retrouvez toute l’actualité du Causse dans notre édition du soir."
TEXT = """Le conseil du {0} vote

Source : La Gazette du Causse

Le conseil du {0} a voté la réfection de {1} ponts, puis s’est séparé dans le calme après minuit.

Le maire, interrogé sur les {1} ponts, a rappelé que les travaux commenceraient au printemps.

{2}
"""


def write(folder: Path, numbers: range, footer: str = FOOTER) -> None:
    folder.mkdir(exist_ok=True)
    for number in numbers:
        text = TEXT.format(number, number + 3, footer)
        (folder / f"{number:03}.txt").write_text(text, encoding="utf-8")


def bodies(place: Path) -> dict[str, str]:
    with Index.open(place) as index:
        return {hit.article.path: hit.article.body for hit in index.search("", limit=1000)}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "index"


def test_it_is_taken_off_every_article_the_first_ones_too(place: Path, tmp_path: Path) -> None:
    write(tmp_path / "in", range(8))
    report = synchronise(place, [tmp_path / "in"])
    assert (report.read, report.added) == (8, 8)
    found = bodies(place)
    assert len(found) == 8
    assert not any(FOOTER in body for body in found.values())
    assert all("les travaux commenceraient au printemps" in body for body in found.values())
    with Index.open(place) as index:
        assert index.search("édition").total == 0
        assert index.search("printemps").hits[0].article.removed == (("recurring (end)", FOOTER),)


def test_much_waits_compressed(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(footers, "BATCH_CHARACTERS", 500)
    monkeypatch.setattr(footers, "_PLAIN_BYTES", 1500)
    write(tmp_path / "in", range(8))
    synchronise(place, [tmp_path / "in"])
    monkeypatch.undo()
    synchronise(tmp_path / "other", [tmp_path / "in"])
    assert bodies(place) == bodies(tmp_path / "other")


def test_an_index_that_grows_ends_as_one_that_is_built_at_once(place: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    write(folder, range(3))
    synchronise(place, [folder])
    assert all(FOOTER in body for body in bodies(place).values())
    write(folder, range(3, 9))
    synchronise(place, [folder])
    grown = bodies(place)
    assert not any(FOOTER in body for body in grown.values())
    write(folder, range(9, 10))
    synchronise(place, [folder])
    synchronise(tmp_path / "other", [folder])
    assert bodies(place) == bodies(tmp_path / "other")


def test_nothing_comes_back_that_was_removed_or_replaced(place: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    write(folder, range(4))
    synchronise(place, [folder])
    (folder / "000.txt").unlink()
    (folder / "001.txt").write_text("Autre chose\n\nUn autre texte.\n", encoding="utf-8")
    write(folder, range(4, 10))
    report = synchronise(place, [folder])
    assert (report.removed, report.updated, report.added) == (1, 1, 6)
    found = bodies(place)
    assert len(found) == 9
    assert found["in/001.txt"] == "Un autre texte."
    assert not any(FOOTER in body for body in found.values())


def test_nothing_is_left_beside_the_index(place: Path, tmp_path: Path) -> None:
    write(tmp_path / "in", range(8))
    synchronise(place, [tmp_path / "in"])
    assert sorted(one.name for one in place.iterdir()) == ["g000001", "lock", "manifest.json"]
