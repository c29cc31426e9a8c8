"""Modules that a search loads and does not use, put off until somebody asks for something of theirs.

numpy loads them to document its functions, to pickle arrays, to tell what machine it runs on: a
quarter of the time that it takes to load. Nothing is left out: a module that is put off is there,
and is run when it is first asked for what it does not have yet. What `importlib.util.LazyLoader` has
would run a module as soon as a second one imports it.
"""

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from importlib.abc import Loader

__all__ = ["PUT_OFF", "put_off"]

PUT_OFF = frozenset(
    "numpy._core._add_newdocs numpy._core._add_newdocs_scalars ctypes pickle platform tokenize".split()
)


def put_off() -> None:
    """From now on, whoever imports one of these modules gets it as it is described above."""
    sys.meta_path.insert(0, _Finder())


class _Finder:
    """Finds what the others find."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name not in PUT_OFF:
            return None
        for finder in sys.meta_path:
            if finder is not self and (spec := finder.find_spec(name, path, target)):
                if spec.loader is not None:
                    spec.loader = cast("Loader", _Loader(spec.loader))
                return spec
        return None


class _Loader:
    """Makes the module that another loader makes, and leaves it to `_Later` to have it run."""

    def __init__(self, loader: Any) -> None:
        self.loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """As loaders do."""
        made: ModuleType | None = self.loader.create_module(spec)
        return made

    def exec_module(self, module: ModuleType) -> None:
        """As loaders do, but later."""
        module.__loader__ = self.loader
        if module.__spec__ is not None:
            module.__spec__.loader = self.loader
        module.__class__ = _Later


class _Later(ModuleType):
    """A module that has not run."""

    def __getattr__(self, name: str) -> Any:
        """What the module has by that name when it has run."""
        object.__setattr__(self, "__class__", ModuleType)
        loader: Any = self.__loader__
        loader.exec_module(self)
        return getattr(self, name)
