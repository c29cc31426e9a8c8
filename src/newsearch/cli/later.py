"""Modules that a search loads and does not use, put off until somebody asks for something of theirs.

numpy loads them to document its functions, to pickle arrays, to solve equations, to tell what machine
it runs on: a third of the time that it takes to load. Nothing is left out: a module that is put off
is there, and is run when it is first asked for what it does not have yet, or when somebody calls
what others have taken from it. What `importlib.util.LazyLoader` has would run a module as soon as a
second one imports it.
"""

import sys
from collections.abc import Sequence
from functools import partial
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from importlib.abc import Loader

__all__ = ["PUT_OFF", "put_off"]

TAKEN = {
    "numpy.linalg": ("eigvals", "inv", "lstsq", "matrix_power"),
    "numpy.typing": ("NDArray",),
}
"""What others take from modules as they are loaded, and call later, or write in annotations only."""

PUT_OFF = frozenset(
    "numpy._core._add_newdocs numpy._core._add_newdocs_scalars "
    "ctypes ipaddress pickle platform textwrap tokenize".split()
).union(TAKEN)


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
        """What the module has by that name when it has run, or what stands in for it."""
        if name in TAKEN.get(self.__name__, ()):
            # An array is all that NDArray says while a program runs.
            return sys.modules["numpy"].ndarray if name == "NDArray" else partial(_call, self, name)
        _run(self)
        return getattr(self, name)


def _run(module: ModuleType) -> None:
    if isinstance(module, _Later):
        object.__setattr__(module, "__class__", ModuleType)
        loader: Any = module.__loader__
        loader.exec_module(module)


def _call(module: ModuleType, name: str, *values: Any, **named: Any) -> Any:
    _run(module)
    return getattr(module, name)(*values, **named)
