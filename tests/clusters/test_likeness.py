"""When texts are copies, and how they are found."""

from random import Random

import pytest

from newsearch import Article
from newsearch.clusters import Traits, TraitsReader
from newsearch.clusters.likeness import KEYS, is_copy, print_keys
from samples import spell

WORDS = [spell(number) for number in range(5000)]


def write(*ranges: tuple[int, int]) -> str:
    """A text of the words from … to, for each range."""
    return " ".join(word for start, end in ranges for word in WORDS[start:end])


WHOLE = write((0, 300))


def read(*texts: tuple[str, str]) -> list[Traits]:
    """The traits of articles of these titles and bodies."""
    return TraitsReader().analyze(
        [Article(id="a", title=title, body=body, path="a", digest="") for title, body in texts]
    )


def sketch(body: str) -> list[int]:
    return read(("", body))[0].keys


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (WHOLE, True),
        (write((0, 150)), True),
        (write((0, 100), (200, 300)), True),
        (write((20, 120)), True),
        (write((0, 300), (1000, 1040)), True),
        (write((0, 120), (1000, 1025)), True),
        (write((0, 40)), False),
        (write((0, 150), (1000, 1150)), False),
        (write((0, 30), (1000, 1300)), False),
        (write((1000, 1300)), False),
        (write((0, 300), (1000, 3000)), False),
        ("", False),
    ],
    ids=[
        *("whole", "half", "middle cut", "a third", "footer", "cut, with a footer", "a sentence"),
        *("half new", "a common sentence", "other", "a tenth of a long one", "nothing"),
    ],
)
def test_copies_are_texts_cut_or_with_more(other: str, expected: bool) -> None:
    one, two = read(("Un titre", WHOLE), ("Un autre", other))
    assert is_copy(one.text, two.text) is expected
    assert is_copy(two.text, one.text) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("Météo", "Il pleut à Brest."), ("MÉTÉO", "Il pleut à Brest !"), True),
        (("Météo", "Il pleut à Brest."), ("Ciel", "Il pleut à Brest."), False),
        (("Météo", "Il pleut à Brest."), ("Météo", "Il pleut à Brest encore."), False),
        (("Météo", ""), ("Météo", ""), True),
        (("", ""), ("", ""), False),
    ],
)
def test_few_words_are_copies_only_when_all_are_the_same(
    one: tuple[str, str], other: tuple[str, str], expected: bool
) -> None:
    first, second = read(one, other)
    assert is_copy(first.text, second.text) is expected


def test_sketches_stay_what_they_are_as_indexes_hold_them() -> None:
    assert [*print_keys([sketch(WHOLE), [], sketch(WHOLE)])] == [PINNED, (), PINNED]


PINNED = ("8iqs", "bXRb", "-JSt", "OXcO", "SUqS", "mBgZ", "j2Mp", "3DOW")


def test_a_sketch_has_its_number_of_keys_and_nothing_has_none() -> None:
    assert len(sketch(WHOLE)) == KEYS
    assert sketch("") == []


def test_texts_share_part_of_a_sketch_as_often_as_they_resemble_one_another() -> None:
    chance, found, tries = Random(1), 0, 400  # noqa: S311 - no secret
    for _ in range(tries):
        words = [spell(chance.randrange(10**9)) for _ in range(300)]
        whole, half = read(*(("", " ".join(words[:end])) for end in (300, 120)))
        found += bool(set(whole.keys) & set(half.keys))
    # Resemblance 114 / 294 = 0.39: 98 of 100 share a key.
    assert 0.95 < found / tries < 1.0


def test_other_texts_share_no_part_of_a_sketch() -> None:
    texts = [" ".join(spell(1000 * number + at) for at in range(300)) for number in range(200)]
    sketches = [set(one.keys) for one in read(*(("", text) for text in texts))]
    assert len(set().union(*sketches)) > 200 * KEYS - 5


def test_texts_are_read_together_as_they_are_alone() -> None:
    texts = [
        ("Un titre", WHOLE),
        ("", ""),
        ("Météo", "Il pleut à Brest."),
        ("Trois mots", ""),
        ("", write((0, 19))),
        ("", write((0, 20))),
        ("Un", "mot \0 " + WHOLE),
        ("", " ".join(["encore"] * 40)),
    ]
    together = read(*texts)
    for text, one in zip(texts, together, strict=True):
        (alone,) = read(text)
        assert one.keys == alone.keys
        assert one.text.tolist() == alone.text.tolist() == sorted(set(alone.text.tolist()))
    assert [len(one.text) for one in together] == [294, 0, 1, 1, 1, 14, 295, 1]
