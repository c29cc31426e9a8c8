"""Other spellings of a name sound alike."""

import pytest

from newsearch.suggest import consonants


@pytest.mark.parametrize(
    "names",
    [
        ("mohammed", "mohamed", "mohammad", "muhammad", "mouhamed"),
        ("abdellatif", "abdeltif", "abdelatif"),
        ("hussein", "hussain", "hossein"),
        ("moktar", "moctar"),
        ("aziz", "assis"),
    ],
)
def test_spellings_of_one_name_have_the_same_consonants(names: tuple[str, ...]) -> None:
    assert len({consonants(name) for name in names}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("france", "frank"), ("macron", "macro"), ("mali", "mila")]
)
def test_names_that_sound_different_differ_or_are_too_short(one: str, other: str) -> None:
    assert consonants(one) != consonants(other) or len(one) < 6
