"""Compounds written in one word or in two: viceprésident, vice président.

With a hyphen, and after prefixes that are never words (anti terroriste), the analysis has both
forms. Here are the prefixes that may also be words, or parts of some: an article is not to be
indexed under a compound that nobody wrote, but who asks for one may mean the other.
"""

__all__ = ["divide", "is_prefix"]

PREFIXES = frozenset(
    """aero agro arriere audio auto avant bi bio centre cine co contre demi eco electro euro ex extra
    franco giga hydro hyper infra inter macro maxi mega mi micro mini mono narco neuro non outre para
    photo pluri poly porte post pre pro proto psycho radio retro sans servo simili sous sud super sur
    techno tele thermo trans tri ultra vice video""".split()
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
