"""Signatures name the agency; prose, and words that look like one, never do."""

import time

import pytest

from newsearch.ingest.agencies import find_agency, name_agency


@pytest.mark.parametrize(
    ("opening", "agency"),
    [
        ("PARIS, 24 nov 2021 (AFP) - Le texte.", "AFP"),
        ("(AFP) - Le texte.", "AFP"),
        ("Rabat, 24 nov. 2021 (MAP)- Le texte.", "MAP"),
        ("TUNIS (TAP) - Le texte.", "TAP"),
        ("ALGER (APS) – Le texte.", "APS"),
        ("Bruxelles (Belga) - Le texte.", "Belga"),
        ("Genève (awp/ats) - Le texte.", "ATS"),
        ("LONDRES, 3 mai (Reuters) - Le texte.", "Reuters"),
        ("Saint-Jean-de-Luz (Pyrénées-Atlantiques), 3 mai 2021 (AFP) - Le texte.", "AFP"),
        ("Washington, 1er mars 2020 (AFP) - Le texte.", "AFP"),
        ("Ouagadougou, le 3 août 2020 (AFP) — Le texte.", "AFP"),
        ("PARIS, 3 mai AFP - Le texte.", "AFP"),
        ("GROSSETO, Italy (AP) -- The text.", "AP"),
        ("L'homme l'a dit (à l'AFP) - puis il s'est tu.", None),
        ("Selon le journal (AFP) - et lui seul.", None),
        ("Le ministre, interrogé par l'AFP, s'est tu.", None),
        ("La map - une carte - est déployée.", None),
        ("Le (TAP) est un pipeline.", None),
    ],
)
def test_a_dateline_names_the_agency(opening: str, agency: str | None) -> None:
    assert find_agency([opening, "La suite."]) == agency


@pytest.mark.parametrize(
    ("last", "agency"),
    [
        ("Fin du texte. (AFP)", "AFP"),
        ("Fin du texte. (avec AFP et Reuters)", "AFP"),
        ("ATS", "ATS"),
        ("/ATS", "ATS"),
        ("Avec Reuters", "Reuters"),
        ("avec l'AFP", "AFP"),
        ("Source : MAP", "MAP"),
        ("© AFP", "AFP"),
        ("Fin du texte. AFP", "AFP"),
        ("(RTT avec ats)", "ATS"),
        ("Belga/AFP", "Belga"),
        ("a-t-il dit à l'AFP.", None),
        ("La SPA a recueilli le chien.", None),
        ("une offre de la SPA.", None),
        ("map", None),
        ("spa", None),
        (
            "Il a joué avec AFP, son équipe, durant des années, et avec bien d'autres encore, dit-il.",
            None,
        ),
    ],
)
def test_the_last_line_names_the_agency(last: str, agency: str | None) -> None:
    assert find_agency(["Le texte commence.", "Il continue.", last]) == agency


def test_a_signature_in_the_middle_of_a_long_text_is_prose() -> None:
    text = ["Le texte."] * 5
    assert find_agency([*text, "Avec Reuters", *text]) is None


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ("Le Monde avec AFP", "AFP"),
        ("Par Jean Petit (AFP)", "AFP"),
        ("Von Christian Hollmann, dpa", "dpa"),
        ("© 2021 AFP. Tous droits réservés", "AFP"),
        ("Agence France-Presse", "AFP"),
        ("nprov:AFP", "AFP"),
        ("www.belga.be", "Belga"),
        ("Le Courrier du Lac", None),
        (None, None),
    ],
)
def test_a_stated_line_names_the_agency(line: str | None, agency: str | None) -> None:
    assert find_agency([], line) == agency


def test_what_is_stated_counts_for_more_than_what_is_signed() -> None:
    assert find_agency(["PARIS (AFP) - Le texte."], "Reuters") == "Reuters"


def test_an_agency_has_one_name() -> None:
    assert {name_agency(name) for name in ("AFP", "afp.com", "Agence France Presse")} == {"AFP"}
    assert name_agency("Le Monde") is None


@pytest.mark.parametrize("piece", ["(", "A (AFP", "avec ", "a, 1 ", "AFP/", "(AFP) ", "A 1 AFP"])
def test_hostile_lines_take_no_time(piece: str) -> None:
    text = piece * 50_000
    started = time.process_time()
    find_agency([text, text], text[:400])
    assert time.process_time() - started < 1
