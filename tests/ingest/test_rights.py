"""Copyright footers go, prose about copyright stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsearch.ingest.rights import split_rights

BODY = "Le conseil municipal a voté le budget, après trois heures de débat."

LEGAL = (
    "Tous droits réservés. Les textes, photographies et logos publiés sur ce site sont protégés par "
    "le droit d’auteur et sont la propriété de LaPresse. Sauf accord écrit, aucun contenu ne peut "
    "être reproduit, traduit, modifié ou rediffusé par quelque moyen que ce soit."
)

FOOTERS = [
    # (the footer, the owner that it names)
    ("© Copyright LaPresse", "LaPresse"),
    ("© AFP", "AFP"),
    ("© 2021 AFP. Tous droits réservés", "AFP"),
    ("© 2021 AFP. Tous droits réservés.", "AFP"),
    ("©AFP", "AFP"),
    ("(c) AFP", "AFP"),
    ("(C) Agence France-Presse 2021", "Agence France-Presse"),
    ("(c) Copyright Thomson Reuters 2019.", "Thomson Reuters"),
    ("Copyright 2021 LaPresse", "LaPresse"),
    ("Copyright LaPresse", "LaPresse"),
    ("Copyright © 2021 Le Quotidien des Deux-Rives", "Le Quotidien des Deux-Rives"),
    ("Copyright (c) 2019 Radio Estran. All rights reserved.", "Radio Estran"),
    ("COPYRIGHT LA DÉPÊCHE DES HAUTS 2020", "LA DÉPÊCHE DES HAUTS"),
    ("© Le Monde 2021", "Le Monde"),
    ("© 1998-2021 Éditions du Causse", "Éditions du Causse"),
    ("© franceinfo", "franceinfo"),
    ("© L’Éclaireur, tous droits réservés", "L’Éclaireur"),
    ("LaPresse © 2021", "LaPresse"),
    ("La Gazette du Causse © Tous droits réservés", "La Gazette du Causse"),
    ("— © AFP —", "AFP"),
    ("*** Copyright 2021 AFP ***", "AFP"),
    ("Tous droits réservés", None),
    ("Tous droits réservés.", None),
    ("TOUS DROITS RÉSERVÉS", None),
    ("Tous les droits sont réservés.", None),
    ("Tous droits de reproduction et de diffusion réservés © Radio Estran 2021", "Radio Estran"),
    ("Tous droits de reproduction réservés pour tous pays.", None),
    ("Droits de reproduction et de diffusion réservés", None),
    ("All rights reserved.", None),
    ("Reproduction interdite", None),
    ("Reproduction interdite sans autorisation écrite.", None),
    ("Reproduction, même partielle, interdite sans l’accord préalable de LaPresse.", None),
    ("Toute reproduction interdite sans autorisation.", None),
    ("Toute reproduction, totale ou partielle, est strictement interdite.", None),
    ("Reproduction et diffusion interdites sans autorisation de l’éditeur", None),
    ("Toute utilisation ou reproduction des articles est interdite sans accord écrit.", None),
    (
        "© 2021 – www.ladepechedeshauts.example – Tous droits réservés",
        "www.ladepechedeshauts.example",
    ),
    (
        LEGAL,
        None,
    ),
]

PROSE = [
    "Le copyright, c’est-à-dire le droit d’auteur, a été inventé en Angleterre.",
    "Copyright : la justice tranche en faveur des auteurs.",
    "Copyright et droit d’auteur ne se confondent pas, rappelle l’avocate.",
    "Copyright ou pas, le chanteur reprendra la mélodie.",
    "Tous droits réservés aux auteurs, réclame le syndicat.",
    "« Tous droits réservés » : la formule figure au dos de chaque disque vendu.",
    "La mention « © AFP » doit accompagner chaque dépêche, a rappelé l’agence.",
    "Le symbole © est apparu en 1909 dans la loi américaine.",
    "Toute reproduction de l’espèce est interdite depuis 1998, explique la directrice du parc.",
    "Reproduction interdite : le tribunal a donné raison au photographe.",
    "La reproduction des saumons est menacée par le barrage.",
    "La diffusion du match a été interdite par le préfet samedi soir.",
    "L’utilisation du glyphosate sera interdite dans les parcs dès janvier.",
    "(c) le troisième alinéa est supprimé ;",
    "(c) Les communes de moins de mille habitants sont dispensées de cette obligation.",
    "Les droits des femmes restent réservés à une élite urbaine, dénonce l’association.",
    "Tous les droits de douane seront supprimés d’ici à 2030.",
    "Tous droits confondus, la facture dépasse deux millions d’euros.",
    "Copyright oblige, le musée a retiré les images de son site.",
    "Le film est protégé par le droit d’auteur jusqu’en 2040.",
    "L’agence réclame des droits voisins aux plateformes.",
    "Elle a déposé un copyright sur sa recette de tarte aux myrtilles.",
    "© 2021 : une année noire pour les éditeurs de musique.",
    "Toute reprise du travail est exclue avant lundi, prévient le délégué.",
    "L’exploitation de la mine reste interdite faute d’autorisation environnementale.",
    "Publication interdite : le roman paraîtra finalement en Belgique.",
    "Copie, reprise, hommage : où commence le plagiat ?",
    "La publication des sondages est interdite la veille du scrutin.",
]


@pytest.mark.parametrize(("footer", "owner"), FOOTERS)
def test_a_footer_below_the_text_goes_and_names_its_owner(footer: str, owner: str | None) -> None:
    rights = split_rights([BODY, footer])
    assert rights.paragraphs == (BODY,)
    assert rights.notices == (footer,)
    assert rights.owner == owner


@pytest.mark.parametrize(
    "footer",
    [footer for footer, _ in FOOTERS if footer[0] not in "—*L" and "LaPresse ©" not in footer],
)
def test_a_footer_at_the_end_of_the_last_paragraph_goes(footer: str) -> None:
    rights = split_rights([f"{BODY} {footer}"])
    assert rights.paragraphs == (BODY,)
    assert rights.notices == (footer,)


@pytest.mark.parametrize("sentence", PROSE)
def test_a_sentence_that_speaks_of_copyright_stays_wherever_it_stands(sentence: str) -> None:
    for paragraphs in ([BODY, sentence], [sentence, BODY], [f"{BODY} {sentence}"], [sentence]):
        rights = split_rights(paragraphs)
        assert rights.paragraphs == tuple(paragraphs)
        assert rights.notices == ()
        assert rights.owner is None


def test_a_footer_may_have_several_lines_of_which_only_the_first_opens_as_one() -> None:
    lines = "© LaPresse 2021\nTous droits réservés.\nContenu protégé, autorisation : droits@lapresse.example"
    rights = split_rights([BODY, lines])
    assert rights.paragraphs == (BODY,)
    assert rights.notices == tuple(lines.split("\n"))


def test_a_footer_repeated_inside_the_text_goes_everywhere_and_is_kept_once() -> None:
    rights = split_rights([BODY, "© LaPresse", BODY + " Bis.", "© LaPresse"])
    assert rights.paragraphs == (BODY, BODY + " Bis.")
    assert rights.notices == ("© LaPresse",)
    assert rights.owner == "LaPresse"


def test_a_footer_after_the_closing_quotation_mark_goes() -> None:
    rights = split_rights(["« Nous verrons », a-t-il dit. © AFP"])
    assert rights.paragraphs == ("« Nous verrons », a-t-il dit.",)


def test_the_credit_of_a_photograph_names_no_source() -> None:
    assert split_rights([BODY, "© Photo Claire Dumas"]).owner is None


def test_a_text_that_is_only_a_footer_leaves_nothing() -> None:
    assert split_rights(["© Copyright LaPresse"]).paragraphs == ()


@given(
    st.lists(
        st.text(alphabet="©()cCopyright Tousdrréevnitaé.,-2021«»\n ", max_size=200), max_size=4
    )
)
def test_nothing_is_lost_but_repetitions(paragraphs: list[str]) -> None:
    rights = split_rights([paragraph for paragraph in paragraphs if paragraph.strip()])
    left = "".join((*rights.paragraphs, *rights.notices))
    assert set("".join(paragraphs)) - set(left) <= set(" \n-")
