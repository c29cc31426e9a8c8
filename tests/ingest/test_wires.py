"""Every format of agencies, in small files written for this project, and what must come out."""

from pathlib import Path
from typing import Any

import pytest

from newsearch.article import Article
from newsearch.errors import UnreadableArticle
from newsearch.ingest import read_articles
from newsearch.ingest.sources import read_document

WIRES = Path(__file__).parent / "wires"


def read(name: str) -> tuple[list[Article], list[UnreadableArticle]]:
    failures: list[UnreadableArticle] = []
    raw = read_document(WIRES / name, base=WIRES)
    return list(read_articles(raw, on_error=failures.append)), failures


GOLDEN: dict[str, dict[str, Any]] = {
    "alerte.newsml.xml": {
        "title": "Un cerf traverse le marché d'Aubrac",
        "body": (
            "Un cerf de deux ans est entré lundi sur le marché d'Aubrac, où il a renversé un étal de"
            " fromages.\n\nLe maire rassure\n\n«\u00a0Il est reparti comme il était venu\u00a0», a dit le"
            " maire."
        ),
        "authors": ("Jeanne Martin", "Ali Ben Salah"),
        "source": "Agence Méridienne",
        "agency": None,
        "section": "Gens, animaux, insolite",
        "published": "2019-06-03T17:47:29+02:00",
        "modified": "2019-06-03T18:15:00+02:00",
        "published_precision": "time",
        "published_origin": "meta",
        "language": "fr",
        "rights": "© 2019 Agence Méridienne. Tous droits réservés.",
        "within": "",
    },
    "bilingue.newsml.xml": {
        "title": "La neige ferme trois écoles",
        "body": (
            "Trois écoles des Hauts sont restées fermées mardi.\n\nLes cars scolaires n'ont pas roulé."
            "\n\nLe conseil se réunit ce soir."
        ),
        "agency": "Belga",
        "language": "fr",
        "published": "2020-01-14T09:00:00",
        "modified": None,
        "within": "#11",
    },
    "message.g2.xml": {
        "title": "Rabat et Paris signent un accord sur l'eau",
        "body": (
            "Rabat et Paris ont signé mercredi un accord sur l'eau.\n\nIl court sur dix ans.\n\n"
            "Année Volume\n2022 40\n\nun barrage\n\ndeux canaux"
        ),
        "authors": ("Claire Vasseur",),
        "source": "AFP",
        "agency": "AFP",
        "section": "Politique",
        "published": "2021-11-24T19:00:00+01:00",
        "modified": "2021-11-24T19:10:00+01:00",
        "rights": "© Agence Méridienne 2021\nReproduction interdite sans accord.",
        "within": "#urn:newsml:meridienne.example:20211124:accord",
    },
    "recolte.nitf.xml": {
        "title": "La récolte d'érable sera courte",
        "body": (
            "QUÉBEC — La récolte sera courte cette année,\ndisent les producteurs de l'Estrie et de la"
            " Beauce.\n\nLe dégel a tardé\u00a0: 12 jours de retard.\n\nEstrie 40\nBeauce 55"
        ),
        "authors": ("Luc Tremblay",),
        "agency": "La Presse Canadienne",
        "section": "Économie",
        "published": "2018-04-12T12:00:00-04:00",
        "language": "fr",
        "rights": "© 2018 La Presse Canadienne",
    },
    "port.ninjs1.json": {
        "title": "Le port rouvre après la tempête",
        "body": "Le port a rouvert mardi.\n\nDeux cargos attendaient.",
        "authors": ("Nora Haddad",),
        "source": "Agence Méridienne",
        "agency": "AFP",
        "section": "Désastres et accidents",
        "published": "2022-07-19T06:12:00+00:00",
        "modified": "2022-07-19T07:40:00+00:00",
        "rights": "© Agence Méridienne",
    },
    "port.ninjs3.json": {
        "title": "Le port rouvre",
        "body": "Le port a rouvert mardi.\n\nDeux cargos attendaient.",
        "authors": ("Nora Haddad",),
        "agency": "Reuters",
        "section": "Transports",
        "published": "2022-07-19T08:12:00+02:00",
        "language": "fr",
        "url": "https://meridienne.example/2022/port",
    },
    "tempete.7901": {
        "title": "La tempête ferme le port de Brest",
        "body": (
            "BREST, 19 juil 2022 (AFP) - Le port de Brest a fermé mardi à l'aube devant des vents de 130"
            " km/h.\n\nDeux cargos attendent au large.\n\n(AFP)"
        ),
        "authors": ("Nora Haddad",),
        "agency": "AFP",
        "published": "2022-07-19T06:12:00+00:00",
    },
    "issue.ae.xml": {
        "title": "Le prix du pain",
        "body": (
            "Le pain a moins augmenté que le blé.\n\nLe blé a doublé\u00a0; le pain, non.\n\nLes salaires"
            "\n\nC'est qu'il paie surtout du travail."
        ),
        "authors": ("Paul Meunier",),
        "source": "Revue des Comptes",
        "section": "Question de lecteur",
        "published": "2018-10-29T09:30:10+00:00",
        "modified": "2018-10-30T09:30:10+00:00",
    },
    "ancien.ae.xml": {
        "title": "Le sel revient\u00a0!",
        "body": "Les salins ont repris.",
        "authors": ("Paul Meunier",),
        "section": "Actualité",
        "published": "2018-09-01T00:00:00",
        "published_precision": "month",
    },
}


@pytest.mark.parametrize("name", GOLDEN)
def test_a_wire_gives_all_that_it_states(name: str) -> None:
    article = read(name)[0][0]
    found = {**article.to_dict(), "authors": article.authors}
    expected = GOLDEN[name]
    assert {key: found[key] for key in expected} == expected
    assert article.title_origin == "meta"
    assert article.path == name


def test_every_language_of_an_item_is_an_article() -> None:
    articles, _ = read("bilingue.newsml.xml")
    assert [(article.language, article.within) for article in articles] == [
        ("fr", "#11"),
        ("nl", "#12"),
    ]
    assert len({article.id for article in articles}) == 2


def test_what_is_no_article_says_why() -> None:
    _, failures = read("message.g2.xml")
    assert [str(failure).rpartition("20211124:")[2] for failure in failures] == [
        "photo: is a picture without a caption",
        "faux: was withdrawn by its agency (canceled)",
    ]


def test_an_item_has_its_id_from_its_urn_and_version_wherever_it_stands(tmp_path: Path) -> None:
    (here,), _ = read("port.ninjs1.json")
    copy = tmp_path / "autre.json"
    copy.write_bytes((WIRES / "port.ninjs1.json").read_bytes())
    (there,) = read_articles(read_document(copy))
    assert here.id == there.id
    copy.write_bytes(copy.read_bytes().replace(b'"version": "2"', b'"version": "3"'))
    (later,) = read_articles(read_document(copy))
    assert later.id != here.id
