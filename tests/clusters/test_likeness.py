"""When texts are copies, and how they are found."""

from random import Random

import pytest

from newsearch.clusters.likeness import KEYS, is_copy, make_sketch, print_keys, read_text, shorten

WORDS = [f"mot{number}" for number in range(5000)]


def write(*ranges: tuple[int, int]) -> str:
    """A text of the words from … to, for each range."""
    return " ".join(word for start, end in ranges for word in WORDS[start:end])


WHOLE = write((0, 300))


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
    one, two = shorten(read_text("Un titre", WHOLE)), shorten(read_text("Un autre", other))
    assert is_copy(one, two) is expected
    assert is_copy(two, one) is expected


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
    assert is_copy(shorten(read_text(*one)), shorten(read_text(*other))) is expected


def test_sketches_stay_what_they_are_as_indexes_hold_them() -> None:
    assert print_keys(make_sketch(read_text("", WHOLE))) == PINNED


PINNED = ("_nFF", "ZOUf", "TQRy", "-VzN", "z3vQ", "eY1I", "rSR3", "GLmt")


def test_a_sketch_has_its_number_of_keys_and_nothing_has_none() -> None:
    assert len(make_sketch(read_text("", WHOLE))) == KEYS
    assert make_sketch(read_text("", "")) == []


def test_texts_share_part_of_a_sketch_as_often_as_they_resemble_one_another() -> None:
    chance, found, tries = Random(1), 0, 400  # noqa: S311 - no secret
    for _ in range(tries):
        words = [f"w{chance.randrange(10**9)}" for _ in range(300)]
        whole, half = (read_text("", " ".join(words[:end])) for end in (300, 120))
        found += bool(set(make_sketch(whole)) & set(make_sketch(half)))
    # Resemblance 114 / 294 = 0.39: 98 of 100 share a key.
    assert 0.95 < found / tries < 1.0


def test_other_texts_share_no_part_of_a_sketch() -> None:
    sketches = [
        set(make_sketch(read_text("", " ".join(f"{number}w{at}" for at in range(300)))))
        for number in range(200)
    ]
    assert len(set().union(*sketches)) > 200 * KEYS - 5
