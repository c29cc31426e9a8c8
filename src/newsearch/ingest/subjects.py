"""Sections of agency items: the names that they give, else those of the IPTC's subject codes."""

import re
from collections.abc import Iterable
from typing import Final

__all__ = ["choose_section"]

_TOP: Final = {
    "01": "Arts, culture, divertissement et médias",
    "02": "Criminalité, droit et justice",
    "03": "Désastres et accidents",
    "04": "Économie, affaires et finances",
    "05": "Éducation",
    "06": "Environnement",
    "07": "Santé",
    "08": "Gens, animaux, insolite",
    "09": "Social",
    "10": "Vie quotidienne et loisirs",
    "11": "Politique",
    "12": "Religion et croyance",
    "13": "Science et technologie",
    "14": "Société",
    "15": "Sport",
    "16": "Conflits, guerres et paix",
    "17": "Météo",
}
"""The IPTC's 17 top subjects by the first digits of their codes, with its French names."""

_CODE = re.compile(r"(?:^|[:/])(0[1-9]|1[0-7])\d{6}(?:$|:)")
_LONGEST_CODE: Final = 4


def choose_section(subjects: Iterable[tuple[str, str]], named: Iterable[str] = ()) -> str | None:
    """The section of an item, given its subjects (code, name), and names of its category.

    A category that is named comes first; then the first subject with an IPTC code, by its top
    subject, so that a section is as broad as those of papers; then the first name.
    """
    category = next((name for name in named if _is_name(name)), None)
    if category:
        return category
    pairs = list(subjects)
    codes = (_CODE.search(code.strip()) for code, _ in pairs)
    top = next((_TOP[found[1]] for found in codes if found), None)
    return top or next((name for _, name in pairs if _is_name(name)), None)


def _is_name(name: str) -> bool:
    code = name.isupper() and len(name) <= _LONGEST_CODE
    return len(name.strip()) > 2 and not code and name != "default" and any(map(str.isalpha, name))
