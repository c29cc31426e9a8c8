"""Markdown becomes an Article: its front matter says who and when, its marks go."""

from pathlib import Path

import pytest
from reading import read_file

from newsearch.ingest.frontmatter import read_yaml

TEXT = "La rivière est montée de trois mètres."

FRONTS = {
    "yaml": '---\ntitle: "Crue : la nuit"\nauthor: [Jeanne Martin, Paul Duc]\ndate: 2021-05-03 18:30\n'
    "source:\n  name: Le Courrier\nrubrique: Météo\ndraft: non\n---\n",
    "toml": '+++\ntitle = "Crue : la nuit"\nauthors = ["Jeanne Martin", "Paul Duc"]\n'
    'date = 2021-05-03T18:30:00\nsection = "Météo"\n[source]\nname = "Le Courrier"\n+++\n',
    "blocks": "---\ntitre: >-\n  Crue :\n  la nuit\nauteurs:\n- Jeanne Martin\n- Paul Duc\n"
    "date: lundi 3 mai 2021 à 18h30\njournal: Le Courrier\ncategories: [Météo]\n...\n",
}


@pytest.mark.parametrize("name", FRONTS)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_front_matter_says_who_and_when(tmp_path: Path, name: str, end: str) -> None:
    content = f"{FRONTS[name]}\n# Crue : la nuit\n\n{TEXT}\n".replace("\n", end)
    outcome = read_file(tmp_path, "a.txt", content)
    assert outcome.failures == []
    (article,) = outcome.articles
    assert article.title == "Crue : la nuit"
    assert article.authors == ("Jeanne Martin", "Paul Duc")
    assert article.source == "Le Courrier"
    assert article.section == "Météo"
    assert article.published is not None
    assert article.published.isoformat()[:16] == "2021-05-03T18:30"
    assert article.published_origin == "meta"


@pytest.mark.parametrize("heading", ["# Crue\n", "## Crue ##\n", "Crue\n====\n"])
def test_the_first_heading_is_the_title(tmp_path: Path, heading: str) -> None:
    (article,) = read_file(tmp_path, "a.md", f"{heading}\n{TEXT}\n").articles
    assert (article.title, article.body) == ("Crue", TEXT)


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("Un **mot** et *un autre*, __gras__ et _penché_.", "Un mot et un autre, gras et penché."),
        ("Un [lien](https://exemple.fr/a) et [un autre][1].", "Un lien et un autre."),
        ("Avant.\n\n![La rue](rue.jpg)\n\nAprès.", "Avant.\n\nAprès."),
        ("> Cité par\n> deux lignes.", "Cité par\ndeux lignes."),
        ("- un mot\n- deux mots", "un mot\ndeux mots"),
        ("## Intertitre\nTexte.", "Intertitre\n\nTexte."),
        ("Un `mot` et <https://exemple.fr>.", "Un mot et https://exemple.fr."),
        ("Avant.\n\n***\n\nAprès.\n\n[1]: https://exemple.fr", "Avant.\n\nAprès."),
        ("Un <b>mot</b> &amp; deux.", "Un mot & deux."),
        (r"Le prix\* de 3 \* 4 et un_nom_long.", "Le prix* de 3 * 4 et un_nom_long."),
        ("Avant <!-- caché --> après.", "Avant  après."),
    ],
)
def test_marks_go_and_words_stay(tmp_path: Path, marked: str, plain: str) -> None:
    (article,) = read_file(tmp_path, "a.md", f"# Titre\n\n{marked}\n").articles
    assert article.body == plain


def test_dashes_in_a_text_are_no_front_matter(tmp_path: Path) -> None:
    (article,) = read_file(tmp_path, "a.txt", f"---\nUn dialogue\n---\n\n{TEXT}").articles
    assert "Un dialogue" in article.title + article.body


@pytest.mark.parametrize(
    ("front", "reason"),
    [
        ("a: &x [1]\nb: *x", "anchors and aliases"),
        ("a: [1, 2", "expected"),
        ("a: " + "[" * 30 + "]" * 30, "nested too deep"),
        ("a: [" + "1, " * 6000 + "]", "too long"),
    ],
)
def test_front_matter_that_harms_is_refused(tmp_path: Path, front: str, reason: str) -> None:
    outcome = read_file(tmp_path, "a.md", f"---\n{front}\n---\n\n{TEXT}\n")
    assert outcome.articles == []
    assert reason in outcome.failures[0]


def test_scalars_stay_the_text_that_they_are() -> None:
    assert read_yaml("a: non\nb: 2021-05-03\nc: 1_000\nd: ~\ne: !!python/name:os.system x") == {
        "a": "non",
        "b": "2021-05-03",
        "c": "1_000",
        "d": "~",
        "e": "x",
    }
