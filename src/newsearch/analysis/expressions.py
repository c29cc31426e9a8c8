"""Regular expressions that are compiled when they are first needed: most searches need few of them,
and compiling all would take longer than a search."""

import re
from typing import Any, cast

__all__ = ["expression"]


def expression(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` gives, later."""
    return cast(re.Pattern[str], _Expression(pattern, flags))


class _Expression:
    def __init__(self, pattern: str, flags: int) -> None:
        self._given = pattern, flags

    def __getattr__(self, name: str) -> Any:
        """A method of the compiled expression, from the second time on without this detour."""
        method = getattr(re.compile(*self._given), name)
        setattr(self, name, method)
        return method
