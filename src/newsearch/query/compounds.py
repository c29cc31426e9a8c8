"""Compounds written in one word or in two: antiterroriste, anti terroriste.

With a hyphen the analysis has both forms. Without one, only a list of prefixes tells a compound:
learned prefixes that begin compounds freely and are hardly ever words of their own.
"""

__all__ = ["divide", "is_prefix"]

PREFIXES = frozenset(
    """aero agro anti arriere audio auto avant bi bio centre cine co contre cyber demi eco electro
    euro ex extra franco geo giga hydro hyper infra inter intra macro maxi mega mi micro mini mono
    moto multi narco neo neuro non ouest outre para photo pluri poly porte post pre pro proto pseudo
    psycho radio retro sans semi servo simili socio sous sud super sur techno tele thermo trans tri
    ultra uni vice video""".split()
)
SHORTEST_PREFIX = 3
"""In one word a shorter beginning says too little: expert is no ex pert."""
SHORTEST_REST = 5
"""Letters that must follow: interne is no inter ne."""


def is_prefix(term: str) -> bool:
    """Whether a folded term begins compounds."""
    return term in PREFIXES


def divide(term: str) -> tuple[str, str] | None:
    """The prefix and the rest of a compound written in one word; None if it does not look so."""
    for length in range(len(term) - SHORTEST_REST, SHORTEST_PREFIX - 1, -1):
        if term[:length] in PREFIXES:
            return term[:length], term[length:]
    return None
