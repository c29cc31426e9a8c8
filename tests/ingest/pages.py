"""A page to put things into, and its reading."""

from newsearch.article import Article, RawDocument
from newsearch.ingest import read_articles

P1 = (
    "La rivière est montée de trois mètres en une nuit, et la rue basse s’est réveillée sous l’eau. "
    "Les pompiers ont sorti douze familles par les fenêtres, en barque, avant l’aube."
)
P2 = (
    "« On avait gardé les sacs de sable de l’an dernier », raconte la boulangère, qui a perdu son four. "
    "Le maire demande l’état de catastrophe naturelle ; la préfecture a promis une réponse rapide."
)
P3 = (
    "Sur le pont, on mesure : quarante centimètres sous la marque de 1978. L’eau devrait commencer à "
    "descendre dans la journée, mais de nouvelles pluies sont attendues dès demain soir en amont."
)
BODY = f"{P1}\n\n{P2}\n\n{P3}"
PARAGRAPHS = f"<p>{P1}</p><p>{P2}</p><p>{P3}</p>"


def page(head: str = "", top: str = "", body: str = PARAGRAPHS, bottom: str = "") -> str:
    return (
        f'<!doctype html><html lang="fr-FR"><head><meta charset="utf-8">{head}</head><body>'
        f'<nav><a href="/">Accueil</a> <a href="/eco">Économie</a></nav>'
        f"<main><article>{top}{body}</article>{bottom}</main></body></html>"
    )


def read(text: str | bytes, name: str = "a.html") -> Article:
    content = text.encode() if isinstance(text, str) else text
    (article,) = read_articles(RawDocument(name, content, "text/html", "d" * 64))
    return article
