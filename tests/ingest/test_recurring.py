"""What recurs at the edges of a source's articles is no part of them, and text is never taken for it."""

from functools import partial
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsearch.article import Article
from newsearch.ingest.recurring import (
    FEWEST,
    LONGEST,
    MOST,
    SAMPLED,
    Marks,
    Recurring,
    Sample,
    find_marks,
    restore,
    strip,
)

FOOTER = "Retrouvez toute l’actualité du Causse dans notre édition du soir."
NOTICE = "La Gazette 2021, droits de reproduction chez l’éditeur."


def article(number: int, *lines: str, source: str | None = "La Gazette") -> Article:
    name = f"{source}{number}"
    return Article(
        id=name, title="T", body="\n\n".join(lines), path=name, digest=name, source=source
    )


def told(number: int) -> str:
    return f"Le conseil du {number} a voté la réfection de {number + 3} ponts, puis s’est séparé."


def count(sample: Sample, one: Article) -> Marks | None:
    return sample.add(one.id, one.source, partial(find_marks, one))


def learn(*articles: Article) -> Recurring:
    sample = Sample()
    for one in articles:
        count(sample, one)
    return sample.recurring()


def test_a_line_below_many_articles_of_a_source_is_taken_off_and_kept_with_the_reason() -> None:
    articles = [article(n, told(n), told(n + 50), FOOTER) for n in range(FEWEST)]
    stripped = strip(articles[0], learn(*articles))
    assert stripped.body == f"{told(0)}\n\n{told(50)}"
    assert stripped.removed == (("recurring (end)", FOOTER),)
    assert stripped.rights is None


def test_a_line_above_them_is_too() -> None:
    articles = [article(n, "L’info en continu", told(n), told(n + 50)) for n in range(FEWEST)]
    assert strip(articles[0], learn(*articles)).body == f"{told(0)}\n\n{told(50)}"


def test_several_lines_go_together_and_what_speaks_of_rights_is_kept_as_such() -> None:
    articles = [article(n, told(n), told(n + 50), FOOTER, NOTICE) for n in range(FEWEST)]
    stripped = strip(articles[0], learn(*articles))
    assert stripped.body == f"{told(0)}\n\n{told(50)}"
    assert stripped.rights == NOTICE


def test_the_year_in_a_line_makes_no_difference() -> None:
    footers = [f"Le Courrier des vallées, édition {2015 + n}" for n in range(FEWEST)]
    articles = [article(n, told(n), told(n + 50), line) for n, line in enumerate(footers)]
    assert footers[3] not in strip(articles[3], learn(*articles)).body


@pytest.mark.parametrize(
    "articles",
    [
        [article(n, told(n), FOOTER) for n in range(FEWEST - 1)],
        [article(n, told(n), FOOTER, source=f"S{n}") for n in range(FEWEST)],
        [article(n, told(n), FOOTER, source=None) for n in range(FEWEST)],
        # Versions of one dispatch: what stands above is the same as well.
        [article(n, told(n), told(1) * 4, FOOTER) for n in range(FEWEST * 4)],
        [article(n, told(n), *map(told, range(6)), FOOTER) for n in range(FEWEST * 4)],
        [article(n, told(n), FOOTER * (LONGEST // len(FOOTER) + 1)) for n in range(FEWEST)],
        [article(n, told(n), *([FOOTER] * (n < 5)), told(n + 90) * 4) for n in range(FEWEST * 4)],
        # Enough articles, but not enough of the source's.
        [article(n, told(n), *([FOOTER] if n < FEWEST else [])) for n in range(FEWEST * 12)],
        # Figures differ where the words are the same.
        [article(n, told(n), f"Minimales : {n}, maximales : {n + 9}.") for n in range(FEWEST * 4)],
    ],
    ids=["few", "sources", "none", "versions", "retold", "long", "inside", "rare", "figures"],
)
def test_what_may_be_text_stays(articles: list[Article]) -> None:
    recurring = learn(*articles)
    assert all(strip(one, recurring) is one for one in articles)


def test_an_article_that_is_nothing_else_stays() -> None:
    recurring = learn(*(article(n, told(n), FOOTER) for n in range(FEWEST)))
    alone = article(99, FOOTER)
    assert strip(alone, recurring) is alone


def test_what_was_taken_off_can_be_put_back() -> None:
    articles = [
        article(n, "En continu", told(n), told(n + 50), FOOTER, NOTICE) for n in range(FEWEST)
    ]
    recurring = learn(*articles)
    for one in articles:
        stripped = strip(one, recurring)
        assert stripped.body != one.body
        assert restore(stripped).body == one.body
        assert strip(restore(stripped), recurring).body == stripped.body
        assert Article.from_dict(stripped.to_dict()) == stripped


@given(st.randoms(use_true_random=False))
def test_what_is_learnt_does_not_depend_on_the_order(random: Random) -> None:
    articles = [article(n, told(n), *([FOOTER] if n % 3 else [])) for n in range(SAMPLED + 200)]
    expected = learn(*articles)
    random.shuffle(articles)
    assert learn(*articles) == expected


def test_memory_is_bounded_however_many_sources_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsearch.ingest.recurring.MOST", 100)
    assert MOST > 100
    articles = [article(n, told(n), FOOTER, source=f"S{n % 400}") for n in range(2000)]
    forward, backward = Sample(), Sample()
    for one, other in zip(articles, reversed(articles), strict=True):
        count(forward, one)
        count(backward, other)
    assert 0 < len(forward.sources()) <= 100
    assert forward.sources() == backward.sources()


def test_what_is_in_the_sample_of_all_was_in_the_sample_of_a_part() -> None:
    articles = [article(n, told(n), FOOTER) for n in range(3 * SAMPLED)]
    whole, parts = Sample(), (Sample(), Sample())
    for number, one in enumerate(articles):
        marks = count(parts[number % 2], one)
        if (found := count(whole, one)) is not None:
            assert marks == found


@given(st.lists(st.text(alphabet="ab \n", max_size=30), max_size=12))
def test_no_body_breaks_it(bodies: list[str]) -> None:
    articles = [article(n, body) for n, body in enumerate(bodies)]
    recurring = learn(*articles)
    for one in articles:
        assert len(strip(one, recurring).body) <= len(one.body)
