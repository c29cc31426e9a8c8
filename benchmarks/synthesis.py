"""Articles made of French words as frequent as they really are: for speed and size, never for relevance.

    python -m benchmarks.synthesis ARTICLES FILE.jsonl [SEED]

A seed gives the same articles always, and fewer of them are the first of more. Words come from
wordfreq's list, which is closed: the number of distinct forms does not grow as that of real text does.
Lengths are log-normal; an article repeats some of its rarer words, as one with a subject does.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from wordfreq import iter_wordlist, word_frequency

__all__ = ["make_articles", "write_articles"]

VOCABULARY = 200_000
LENGTH, SPREAD, SHORTEST, LONGEST = 365, 0.55, 60, 4000
"""Words of a body: the median, the deviation of their logarithm, and the limits."""
TITLE = 9
SUBJECT, AGAIN = 6, 23
"""So many words are an article's subject, and every so many words one of them comes again."""
FIRST_DAY, DAYS = date(2010, 1, 1), 5000
SOURCES = (
    "La Dépêche du Sud",
    "Le Matin",
    "Agence",
    "Le Quotidien",
    "L'Écho",
    "Hebdo",
    "Radio Express",
)
SECTIONS = ("politique", "économie", "international", "sport", "culture", "société")
ELIDED = frozenset("le la de que ne se me te je".split())
VOWELS = frozenset("aeiouyhéèêàâîôû")


def make_articles(number: int, seed: int = 7) -> Iterator[dict[str, str]]:
    """So many articles with id, title, body, author, source, section, date and url."""
    words = [word for word in iter_wordlist("fr", wordlist="large") if word.isalpha()][:VOCABULARY]
    shares = np.cumsum([word_frequency(word, "fr", wordlist="large") for word in words])
    chance = np.random.default_rng(seed)
    for k in range(number):
        length = int(np.clip(LENGTH * chance.lognormal(0, SPREAD), SHORTEST, LONGEST))
        drawn = np.searchsorted(shares, chance.random(TITLE + length) * shares[-1])
        text = [words[place] for place in drawn]
        subject = [word for word in text if len(word) > 6][:SUBJECT]
        for place in range(TITLE, len(text), AGAIN) if subject else ():
            text[place] = subject[place // AGAIN % len(subject)]
        yield {
            "id": f"a{k:07}",
            "title": write_sentence(text[:TITLE])[:-1],
            "author": f"Auteur {k % 97}",
            "source": SOURCES[k % len(SOURCES)],
            "section": SECTIONS[k % len(SECTIONS)],
            "date": (FIRST_DAY + timedelta(int(chance.integers(DAYS)))).isoformat(),
            "url": f"https://example.org/{k}",
            "body": write_body(text[TITLE:], chance),
        }


def write_body(words: Sequence[str], chance: np.random.Generator) -> str:
    """Sentences of 8 to 29 words, four to a paragraph."""
    sentences = []
    start = 0
    while start < len(words):
        end = start + int(chance.integers(8, 30))
        sentences.append(write_sentence(words[start:end]))
        start = end
    return "\n\n".join(" ".join(sentences[at : at + 4]) for at in range(0, len(sentences), 4))


def write_sentence(words: Sequence[str]) -> str:
    parts = [
        f"{word[:-1]}’" if word in ELIDED and after[:1] in VOWELS else f"{word} "
        for word, after in zip(words, [*words[1:], ""], strict=True)
    ]
    sentence = "".join(parts).strip()
    return f"{sentence[0].upper()}{sentence[1:]}."


def write_articles(file: Path, number: int, seed: int = 7) -> None:
    """So many articles as JSON lines."""
    with file.open("w", encoding="utf-8") as lines:
        for article in make_articles(number, seed):
            lines.write(json.dumps(article, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    write_articles(Path(sys.argv[2]), int(sys.argv[1]), *map(int, sys.argv[3:]))
