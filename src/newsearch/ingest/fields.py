"""Which field of a record is the title, which the body: said by the user, or guessed by name."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from newsearch.errors import InvalidRequest

__all__ = ["PARTS", "FieldMap", "Fields", "is_header", "parse_map", "pick"]

_NAMES: Final[dict[str, str]] = {
    "id": "id article_id articleid doc_id docid document_id uuid guid uid uri _id identifiant",
    "title": "title titre headline headline_main heading article_title titre_article news_title name"
    " og_title webtitle",
    "body": "body text texte content contenu maintext main_text article_body articlebody body_text"
    " body_main article_text article_content full_text fulltext texte_integral corps corps_article"
    " body_html content_html html raw_html page_html article raw_text clean_text cleaned_text"
    " content_text contents bodytext",
    "lead": "chapo chapeau standfirst",
    "summary": "description abstract summary resume excerpt extrait dek",
    "url": "url link lien canonical_url canonical canonicallink article_url page_url source_url web_url weburl"
    " permalink href adresse target_uri",
    "source": "source_name source media journal newspaper publication publication_name publisher"
    " media_name outlet site_name sitename site source_domain source_hostname hostname domain"
    " provider editeur titre_journal nom_journal titre_publication",
    "authors": "authors author auteur auteurs byline creator signature journalist journaliste"
    " writer dc_creator",
    "section": "section rubrique category categorie categories rubric section_name desk theme topic",
    "published": "published_at published publishedat date_published datepublished publish_date"
    " publication_date pub_date pubdate date_publish published_date publisheddate date_publication"
    " datepublication date_de_publication date_parution dateparution webpublicationdate date"
    " datetime created_at created date_created datecreated firstcreated timestamp time article_date jour versioncreated",
    "modified": "modified_at modified datemodified date_modified last_modified updated_at updated"
    " date_modify date_modification date_mise_a_jour modified_date",
    "language": "language lang langue inlanguage language_code",
    "rights": "rights copyright droits copyright_notice copyrightnotice usage_terms",
}
"""The names of fields, folded, by what they hold; the first that is there and filled counts."""

PARTS: Final = tuple(_NAMES)
"""What a field of a record can be."""

_CANDIDATES: Final = {part: tuple(names.split()) for part, names in _NAMES.items()}
_MAX_KEPT: Final = 1000
_MAX_KEYS: Final = 2000

FieldMap = Mapping[str, str]
"""Parts of an article → the field that holds it, as the user says; a dot goes into objects."""


@dataclass(slots=True)
class Fields:
    """Finds the parts of an article in records, whose fields may differ from one to the next.

    `given` is what the user says; parts that are not in it are guessed.
    """

    given: FieldMap = field(default_factory=dict)
    _kept: dict[tuple[str, ...], dict[str, tuple[str, ...]]] = field(default_factory=dict)

    def match(self, names: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """For each part, the fields among these that may hold it, the likeliest first."""
        key = tuple(names)[:_MAX_KEYS]
        found = self._kept.get(key)
        if found is None:
            if len(self._kept) >= _MAX_KEPT:
                self._kept.clear()
            found = self._kept[key] = self._match(key)
        return found

    def _match(self, names: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
        folded: dict[str, str] = {}
        for name in names:
            folded.setdefault(_fold(name), name)
        said = set(self.given.values())
        matched: dict[str, tuple[str, ...]] = {}
        for part, candidates in _CANDIDATES.items():
            if part in self.given:
                matched[part] = (self.given[part],)
                continue
            found = (folded[name] for name in candidates if name in folded)
            if fields := tuple(name for name in found if name not in said):
                matched[part] = fields
        return matched

    def describe(self, names: Iterable[str]) -> str:
        """What is taken for what: "title=headline, body=text"."""
        matched = self.match(names)
        return ", ".join(f"{part}={matched[part][0]}" for part in PARTS if part in matched)


def is_header(names: Iterable[str]) -> bool:
    """Whether these are the names of a table's columns: one is a text's, one another fact's."""
    matched = Fields().match(names)
    return "body" in matched and len(matched) > 1


def parse_map(text: str) -> dict[str, str]:
    """Read "title=headline,body=text". Raises InvalidRequest, saying what is possible."""
    given = {}
    for pair in filter(None, (pair.strip() for pair in text.split(","))):
        part, equals, name = (piece.strip() for piece in pair.partition("="))
        part = {"author": "authors", "date": "published", "text": "body"}.get(part, part)
        if not equals or not name or part not in PARTS:
            possible = ", ".join(PARTS)
            raise InvalidRequest(
                f"--map: {pair!r} is not PART=FIELD, where PART is one of {possible}"
            )
        given[part] = name
    return given


def pick(record: Mapping[str, Any], name: str) -> Any:
    """The value of a field; "a.b" is b of the object a, unless there is a field of that name."""
    if name in record or "." not in name:
        return record.get(name)
    value: Any = record
    for step in name.split("."):
        value = value.get(step) if isinstance(value, dict) else None
    return value


def _fold(name: str) -> str:
    """A field's name in small letters without accents, its words divided by "_"."""
    plain = unicodedata.normalize("NFD", name[:100])
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"\W+", "_", plain.lower()).strip("_")
