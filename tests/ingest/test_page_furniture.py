"""What publishers put around, between and below the paragraphs of an article is none of its text."""

import pytest
from pages import BODY, P1, P2, P3, PARAGRAPHS, page, read

LINES = {
    "pointer": [
        "À lire aussi Le barrage de tous les dangers",
        "À lire aussiLe barrage de tous les dangers",
        "Lire aussi : Article réservé à nos abonnés Le barrage de tous les dangers",
        "→ À lire : Le barrage de tous les dangers",
        "[À lire aussi : Le barrage de tous les dangers]",
        "👉 Lire aussi. Le barrage de tous les dangers",
        "(Re)lire notre enquête sur le barrage",
        "Lire l’entretien avec la préfète",
        "Lire la chronique de Jeanne Martin",
        "À voir en vidéo",
        "►À écouter aussi : Les eaux montent",
        "Voir aussi notre dossier sur les crues",
        "Sur le même sujet",
        "Pour aller plus loin :",
        ">> Le direct de la crue",
    ],
    "call": [
        "Abonnez-vous à la newsletter du matin",
        "Newsletter Les titres du soir",
        "Recevez chaque matin l’essentiel de l’actualité",
        "Chaque matin, recevez les informations du Causse",
        "Suivez toute l’actualité du Causse sur WhatsApp",
        "Emportez l’actualité partout avec vous ! Téléchargez l’application",
        "Téléchargez l’application de Radio Estran",
        "Partager Facebook Twitter LinkedIn Copier le lien",
        "Facebook | Twitter | E-mail | Imprimer",
        "Lien copié !",
        "12 commentaires",
        "Soyez le premier à réagir",
        "Ce site utilise des cookies pour mesurer son audience",
        "En poursuivant votre navigation, vous acceptez l’usage de cookies",
        "Ce contenu n’est pas visible à cause de vos réglages",
        "Publicité",
        "La suite après cette publicité",
        "Mots-clés : crue, Saint-Aubin, pompiers",
        "Tags : crue, météo",
        "Accueil > Société > Crue",
        "Publié le | Mis à jour le 04/05/2021",
        "Lecture 3 min.",
    ],
    "caption": [
        "Photo : Claire Dumas",
        "PHOTO CLAIRE DUMAS, LE COURRIER",
        "Le pont de Saint-Aubin, hier matin. Claire Dumas / AFP",
        "Illustration : Radio Estran",
    ],
    "teaser": [
        "Article réservé aux abonnés",
        "Cet article est réservé aux abonnés. Il vous reste 75,5 % à découvrir.",
        "La suite est réservée aux abonnés.",
    ],
}


@pytest.mark.parametrize(
    ("why", "line"), [(why, line) for why, lines in LINES.items() for line in lines]
)
@pytest.mark.parametrize("tag", ["p", "div"])
def test_a_line_that_is_no_text_is_left_out_and_said_why(why: str, line: str, tag: str) -> None:
    body = f"<p>{P1}</p><{tag}>{line}</{tag}><p>{P2}</p><p>{P3}</p>"
    article = read(page("", "<h1>Crue</h1>", body))
    assert article.body == BODY
    if tag == "p":
        assert why in [reason for reason, _ in article.removed]


@pytest.mark.parametrize(
    "line",
    [
        "À lire les rapports, rien n’avait été prévu.",
        "Lire la Bible tous les soirs ne l’avait pas préparée à cela.",
        "Suivez le canal jusqu’au moulin, disait l’affiche.",
        "Abonnés à l’eau froide depuis mardi, les riverains patientent.",
        "Partager le pain, oui ; partager le four, jamais.",
        "La suite, personne ne la connaît.",
        "Publié le lendemain, l’arrêté interdit la baignade.",
        "Photographes et curieux sont refoulés.",
        "Il vous reste la foi, répond le curé.",
        "Les annonces de la préfète n’ont rassuré personne.",
        "Chaque matin, il mesure le niveau.",
        "L’article 3 du décret est réservé aux communes riveraines.",
    ],
)
def test_a_short_line_of_text_stays(line: str) -> None:
    body = f"<p>{P1}</p><p>{P2}</p><p>{line}</p><p>{P3}</p><p>{P1[::-1]}</p>"
    article = read(page("", "<h1>Crue</h1>", body))
    assert line in article.body.split("\n\n")
    assert not article.truncated


BOXES = [
    "<section class='catcher'><p><span>Lire aussi</span> <a href='x'>Le barrage</a></p></section>",
    "<div class='author-bio'><p>Jeanne Martin est journaliste à Radio Estran depuis dix ans.</p></div>",
    "<ul class='tags'><li><a href='x'>crue</a></li><li><a href='y'>météo</a></li></ul>",
    "<div id='didomi-host'><p>Nous et nos 412 partenaires stockons des informations.</p></div>",
    "<section class='related-articles'><h3>À lire également</h3><p>Le barrage de tous les dangers</p></section>",
    "<div class='post-comments'><p>Zoé : bravo aux pompiers de Saint-Aubin et d’ailleurs.</p></div>",
    "<div class='social-share'><a href='x'>Partager</a><p>Envoyer à un ami par courriel</p></div>",
    "<form class='newsletter'><p>Votre adresse pour recevoir nos titres</p><input></form>",
    "<figure><img src='x' alt='Le pont'><figcaption>Le pont, hier. Claire Dumas</figcaption></figure>",
]


@pytest.mark.parametrize("box", BOXES)
def test_a_box_is_left_out_wherever_it_stands(box: str) -> None:
    for body in (f"{box}{PARAGRAPHS}", f"<p>{P1}</p>{box}<p>{P2}</p><p>{P3}</p>"):
        assert read(page("", "<h1>Crue</h1>", body)).body == BODY
    assert read(page("", "<h1>Crue</h1>", PARAGRAPHS + box)).body == BODY


def test_what_was_left_out_is_bounded_and_each_text_stands_once() -> None:
    boxes = "".join(f"<aside><p>Boîte {n % 90} : {'mot ' * 200}</p></aside>" for n in range(300))
    long = "".join(f"<p>{P1} {n}</p>" for n in range(900))
    removed = read(page("", "<h1>Crue</h1>", long + boxes)).removed
    assert 0 < len(removed) <= 40
    assert len(set(removed)) == len(removed)
    assert all(len(text) <= 300 for _, text in removed)


TEASERS = [
    f"<p>{P1}</p><div class='paywall'><p>Il vous reste 75.5% de cet article à lire. La suite est réservée aux abonnés.</p></div>",
    f"<p>{P1}</p><p>Cet article est réservé aux abonnés.</p><p>Il vous reste 82 % à découvrir.</p>",
    f"<p>{P1}</p><p>Pour lire la suite, abonnez-vous dès 1 € par mois</p>",
    f"<p>{P1}</p><p><b>Abonnez-vous</b> pour lire la suite</p>",
    f"<p>{P1}</p><section><h4>Vous avez lu 20 % de cet article</h4></section>",
    f"<p>{P1}</p><p>Connectez-vous pour continuer votre lecture</p>",
    f"<p>{P1}</p><p>La suite de cet article est réservée à nos abonnés</p>",
]


@pytest.mark.parametrize("body", TEASERS)
def test_an_article_that_breaks_off_for_subscribers_is_truncated(body: str) -> None:
    article = read(page("", "<h1>Crue</h1>", body))
    assert article.truncated
    assert article.body == P1


def test_an_article_that_json_ld_says_is_not_for_all_is_truncated_when_it_is_short() -> None:
    head = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Crue",'
        ' "isAccessibleForFree": "False"}</script>'
    )
    assert read(page(head, "<h1>Crue</h1>")).truncated
    long = "".join(f"<p>{P1} {number}</p>" for number in range(12))
    assert not read(page(head, "<h1>Crue</h1>", long)).truncated


def test_a_paywalled_article_whose_whole_text_json_ld_has_is_whole() -> None:
    whole = " ".join((P1, P2, P3)).replace('"', "&quot;")
    head = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Crue",'
        f' "isAccessibleForFree": false, "articleBody": "{whole}"}}</script>'
    )
    article = read(page(head, "<h1>Crue</h1>", TEASERS[0]))
    assert P3 in article.body
    assert not article.truncated


def test_articles_for_subscribers_that_a_page_only_lists_do_not_make_its_own_one_of_them() -> None:
    listed = "".join(
        f"<li><a href='{n}'>Article réservé aux abonnés : la crue {n}</a></li>" for n in range(9)
    )
    assert not read(page("", "<h1>Crue</h1>", bottom=f"<aside><ul>{listed}</ul></aside>")).truncated


def test_a_list_of_other_articles_below_the_article_is_left_out() -> None:
    listed = "".join(
        f"<li><h3>Le barrage {n}</h3><p>Ce que l’on sait de l’ouvrage numéro {n} du canal.</p></li>"
        for n in range(12)
    )
    text = page("", "<h1>Crue</h1>").replace("<main>", '<main class="article-content">')
    article = read(text.replace("</article>", f"</article><div><ul>{listed}</ul></div>"))
    assert article.body == BODY


def test_what_the_article_body_of_json_ld_lacks_is_left_out_but_headings_stay() -> None:
    linked = " ".join((P1, P2, P3)).replace('"', "&quot;")
    head = f'<script type="application/ld+json">{{"@type": "Article", "headline": "Crue", "articleBody": "{linked}"}}</script>'
    noise = f"<blockquote><p>{'Une boîte sans marque, pleine de mots. ' * 5}</p></blockquote>"
    body = f"<p>{P1}</p><h2>La rue basse</h2><p>{P2}</p>{noise}<p>{P3}</p>{noise}"
    article = read(page(head, "<h1>Crue</h1>", body))
    assert article.body.split("\n\n") == [P1, "La rue basse", P2, P3]
