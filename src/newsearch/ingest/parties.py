"""Who wrote an item and who gives it out: the people in bylines, the name of a party."""

import re
from collections.abc import Iterable
from typing import Final

from newsearch.ingest.agencies import name_agency
from newsearch.ingest.cleaning import clean_text, fold_spaces

__all__ = ["choose_name", "read_people"]

_BY = re.compile(
    r"^\W*(?i:(?:propos recueillis |recueilli |[ée]crit |texte )?par|by|von|por|di|door|av|de notre "
    r"(?:envoy[ée]+ sp[ée]ciale?|correspondante?)(?: (?:à|en|au|aux) [\w’' -]+?,)?)\b\s*:?\s*"
)
_WITH_AGENCY = re.compile(r"\s*\(?\b(?:avec|with)\s+(?:l['’])?[^,;]*$", re.IGNORECASE)
_ADDRESS_WITH_NAME = re.compile(r"\S+@\S+\s+\(([^()]*)\)")
_BETWEEN_NAMES = re.compile(r"\s*(?:[,;/|]|\s(?:et|and|&|und|y|e|en)\s|\s[–—-]\s|[()])\s*")
_OFFICE = re.compile(
    r"correspond|journalist|reporter|writer|editor|envoy|r[ée]daction|staff|press\b|news\b|agence"
    r"|\b(?:ltd|inc|gmbh|llc|asa|corp|plc|sarl|t[ée]l[ée]vision|network|universit[yé]|agency)\b"
    r"|^[àa]\s|\.(?:com|fr|org|net|be|ch)\b|@|https?:|^admin\w*$|^webmaster$",
    re.IGNORECASE,
)
_CAPITAL = re.compile(r"^(?:[dDlL]['’])?[^\W\da-zß-öø-ÿœ]|^(?:[dl]['’])")
_PARTICLES: Final = frozenset(
    "de du des d la le les van von der den dem zu ten ter ben bin ibn bint el al ar as da dos di della y e"
    " o ould mint".split()
)
_CODE = re.compile(r"^[a-z0-9_-]+:\S+$|^(?:https?://|www\.)|^[\w-]+(?:\.[\w-]+)+$|^\W*$")


def read_people(*lines: str | None) -> tuple[str, ...]:
    """The people whom bylines name: "Par Jeanne Martin et Ali Ben Salah, à Tunis, AFP" → two. No
    agency, no office ("correspondant"), no initials of editors ("ab/de/dl")."""
    names: list[str] = []
    for line in lines:
        text = fold_spaces(clean_text(line or ""))[:300]
        text = _ADDRESS_WITH_NAME.sub(r"\1", text)
        text = _WITH_AGENCY.sub("", _BY.sub("", text))
        names += [name for part in _BETWEEN_NAMES.split(text) if (name := _as_person(part))]
    return tuple(dict.fromkeys(names))


def choose_name(names: Iterable[str | None]) -> str | None:
    """The name to show of several, the surest first: the first that is neither an address nor a
    code, agencies by the name that readers know; else the first."""
    stated = [
        folded for name in names if name and (folded := fold_spaces(clean_text(name)).strip(" -–—"))
    ]
    known = (name_agency(name) or (None if _CODE.search(name) else name) for name in stated)
    return next(filter(None, known), None) or next(iter(stated), None)


def _as_person(part: str) -> str | None:
    part = part.strip(" .*-–—\"'")
    words = part.split()
    small = [word for word in words if not _CAPITAL.search(word) and word not in _PARTICLES]
    capitals = not small and any(map(_CAPITAL.search, words))
    initials = len(words) == 1 and len(part) <= 4 and part.isupper()
    if not capitals or initials or len(words) > 6 or _OFFICE.search(part) or name_agency(part):
        return None
    return part
