"""Lines that only say who wrote an article, when and for whom; and the datelines of wires."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsearch.ingest.statements import (
    AGENCIES,
    find_published,
    read_dateline,
    read_statement,
)
from newsearch.ingest.visible import _TELLING

STATEMENTS = [
    # (line, authors, source, day of publication)
    ("Par Jeanne Martin", ("Jeanne Martin",), None, None),
    ("Par Jeanne Martin.", ("Jeanne Martin",), None, None),
    ("PAR JEANNE MARTIN", ("JEANNE MARTIN",), None, None),
    (
        "Par Jean-Pierre de La Tour et Zoé N’Diaye",
        ("Jean-Pierre de La Tour", "Zoé N’Diaye"),
        None,
        None,
    ),
    ("Par Ana Costa, Léo Roy et Éva Lin", ("Ana Costa", "Léo Roy", "Éva Lin"), None, None),
    ("Par Omar ben Saïd avec agences", ("Omar ben Saïd",), None, None),
    ("Par Jean Dupont, correspondant à Rabat", ("Jean Dupont",), None, None),
    ("De notre correspondante à Tunis, Salma Haddad", ("Salma Haddad",), None, None),
    ("Propos recueillis par Anne Roy", ("Anne Roy",), None, None),
    ("Auteur : Léa Blanc", ("Léa Blanc",), None, None),
    ("Par la rédaction", ("la rédaction",), None, None),
    ("Par AFP", (), "AFP", None),
    ("Par Jean Dupont avec AFP", ("Jean Dupont",), "AFP", None),
    ("Jean Dupont (avec AFP)", ("Jean Dupont",), "AFP", None),
    ("(AFP)", (), "AFP", None),
    ("Source : MAP", (), "MAP", None),
    ("Source : Radio Estran", (), "Radio Estran", None),
    ("Le 24 novembre 2021", (), None, "2021-11-24"),
    ("Mercredi 24 novembre 2021", (), None, "2021-11-24"),
    ("24/11/2021", (), None, "2021-11-24"),
    ("Rabat, le 24 novembre 2021", (), None, "2021-11-24"),
    ("Publié le 24 novembre 2021 à 18h30", (), None, "2021-11-24"),
    ("Mis en ligne le 24/11/2021", (), None, "2021-11-24"),
    ("Par Jeanne Martin, le 3 mai 2021", ("Jeanne Martin",), None, "2021-05-03"),
    ("Par Jeanne Martin | 03/05/2021 à 18:30", ("Jeanne Martin",), None, "2021-05-03"),
    ("Jeanne Martin, publié le 3 mai 2021", ("Jeanne Martin",), None, "2021-05-03"),
    ("Publié par Jeanne Martin le 3 mai 2021", ("Jeanne Martin",), None, "2021-05-03"),
    ("Publié le 3 mai 2021 à 8h - Mis à jour à 9h02", (), None, "2021-05-03"),
    ("Publié le 3 mai 2021 · Temps de lecture : 4 min", (), None, "2021-05-03"),
]

PROSE = [
    "Par ailleurs, la pluie a cessé",
    "Par temps de pluie, la route est coupée",
    "Le 24 novembre 2021, le ministre s’est rendu à Rabat",
    "Publié en 1912, le roman a fait scandale",
    "Source de vie, l’eau manque",
    "Le Monde",
    "AFPA",
    "Temps de lecture : 4 min",
    "Paris, Texas",
    "Le ministre, le 24 novembre 2021, était à Rabat",
    "",
    "—",
]


@pytest.mark.parametrize(("line", "authors", "source", "day"), STATEMENTS)
def test_a_line_that_only_states_something_is_read(
    line: str, authors: tuple[str, ...], source: str | None, day: str | None
) -> None:
    said = read_statement(line)
    assert said
    assert (said.authors, said.source) == (authors, source)
    assert (said.published.moment.date().isoformat() if said.published else None) == day


@pytest.mark.parametrize("line", PROSE)
def test_a_line_of_the_article_states_nothing(line: str) -> None:
    assert read_statement(line) is None


def test_a_change_is_not_a_publication() -> None:
    said = read_statement("Mis à jour le 3 mai 2021")
    assert said
    assert said.published is None
    assert said.modified


@pytest.mark.parametrize(
    ("opening", "source", "day"),
    [
        ("RABAT, 24 nov 2021 (AFP) - Le ministre", "AFP", "2021-11-24"),
        ("RABAT, 24 nov. 2021 (MAP) – Le ministre", "MAP", "2021-11-24"),
        ("RABAT, 24 nov (AFP) - Le ministre", "AFP", None),
        ("RABAT (Reuters) - Le ministre", "Reuters", None),
        ("TEL-AVIV/RABAT, 24 novembre 2021 (AFP) - Le ministre", "AFP", "2021-11-24"),
        ("RABAT (Maroc), 24 nov 2021 (AFP) - Le ministre", "AFP", "2021-11-24"),
        ("RABAT, 24 nov 2021 (Agence du Sud) — Le ministre", "Agence du Sud", "2021-11-24"),
        ("Rabat, 24 novembre 2021 – Le ministre", None, "2021-11-24"),
        ("RABAT, 24 novembre 2021. — Le ministre", None, "2021-11-24"),
        ("(AFP) - Le ministre", "AFP", None),
    ],
)
def test_a_dateline_says_where_when_and_for_whom(
    opening: str, source: str | None, day: str | None
) -> None:
    found = read_dateline(opening)
    assert found
    said, end = found
    assert opening[end:] == "Le ministre"
    assert said.source == source
    assert (said.published.moment.date().isoformat() if said.published else None) == day


@pytest.mark.parametrize(
    "opening",
    [
        "Benny Gantz (Bleu Blanc) - ministre de la Défense - est arrivé",
        "L’Union africaine (UA) - qui siège à Addis-Abeba - a réagi",
        "Rabat - La visite a commencé",
        "Le 24 novembre 2021 - jour de pluie - le ministre est arrivé",
        "Le ministre s’est rendu le 24 novembre 2021 à Rabat",
    ],
)
def test_a_sentence_is_no_dateline(opening: str) -> None:
    assert read_dateline(opening) is None


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Culture | Publié le 3 mai 2021 dans nos éditions du soir", "2021-05-03"),
        ("Publié le 3 mai 2021 | ladepeche.example", "2021-05-03"),
        ("Jeanne Martin, publié le 3 mai 2021", "2021-05-03"),
        ("Par Jeanne Martin - Publié le 3 mai 2021, mis à jour à 9h", "2021-05-03"),
        ("Son roman, publié le 3 mai 2021, a plu", None),
        ("Publié le 3 mai 2021, son roman a plu", None),
        ("Le 3 mai 2021", None),
    ],
)
def test_the_date_of_publication_is_the_one_that_is_called_so(line: str, day: str | None) -> None:
    date = find_published(line)
    assert (date.moment.date().isoformat() if date else None) == day


@given(st.text(alphabet="PARpar ,.-'’deléàÉJKL|()0123456789/hAFP", max_size=220))
def test_no_line_breaks_the_reader_or_keeps_it_busy(line: str) -> None:
    read_statement(line)
    read_dateline(line)
    find_published(line)


@pytest.mark.parametrize("agency", AGENCIES)
def test_what_is_skipped_as_saying_nothing_names_no_agency(agency: str) -> None:
    assert _TELLING.search(f"avec {agency}")
