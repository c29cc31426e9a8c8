"""The table of contents: which segments an index has at a commit, and its schema.

The file is Whoosh's own (`whoosh.index.TOC` writes it). Reading goes by `safety`: the pickled
schema and segments become inert bags, whose contents are checked one by one, and the real objects
are made from what was found, so that a forged file can at worst describe another honest index.
"""

import re
from io import BytesIO
from pathlib import Path
from typing import Any

from newsearch.engine import Schema
from newsearch.engine.whoosh.flat.segment import FlatSegment
from newsearch.engine.whoosh.library import TOC, StructFile, WhooshSchema
from newsearch.engine.whoosh.safety import REMEDY, Inert, load_inert, reading
from newsearch.engine.whoosh.schema import (
    ID,
    STORED,
    KeywordField,
    NumberField,
    PackedPositions,
    StoredField,
    TextField,
    make_schema,
)
from newsearch.errors import IndexIncompatible, IndexNotFound

__all__ = ["INDEX_NAME", "find_generation", "has_index", "read_toc"]

INDEX_NAME = "MAIN"

_TOC_NAME = re.compile(rf"_{INDEX_NAME}_([0-9]+)\.toc")
_FORMAT = -111
_BYTE_ORDER = -12345
_SIZES = (4, 8, 4)
_KINDS = (TextField, KeywordField, NumberField, StoredField)


def _name(kind: type) -> tuple[str, str]:
    return kind.__module__, kind.__qualname__


_SCHEMA_CLASSES = frozenset(
    {
        *map(_name, (*_KINDS, PackedPositions, WhooshSchema)),
        ("whoosh.formats", "Existence"),
        ("whoosh.columns", "FixedBytesColumn"),
        ("whoosh.columns", "NumericColumn"),
        ("whoosh.columns", "VarBytesColumn"),
    }
)
_SEGMENT_CLASSES = frozenset({_name(FlatSegment)})


def has_index(directory: Path) -> bool:
    """Whether there has been a commit."""
    return bool(_list_generations(directory))


def find_generation(directory: Path) -> int:
    """The number of the newest commit. Raises IndexNotFound when there is none.

    A listing may miss both tables of contents, the old and the new, when a commit happens at the
    same moment: hence the second look.
    """
    found = _list_generations(directory) or _list_generations(directory)
    if not found:
        raise IndexNotFound(f"there is no index in {directory}; make one with `newsearch index`")
    return max(found)


def _list_generations(directory: Path) -> list[int]:
    try:
        names = [path.name for path in directory.iterdir()]
    except (FileNotFoundError, NotADirectoryError):
        return []
    return [int(match[1]) for match in map(_TOC_NAME.fullmatch, names) if match]


def read_toc(directory: Path) -> Any:
    """The newest table of contents, a `whoosh.index.TOC`.

    Raises IndexNotFound, IndexCorrupt, IndexIncompatible, and FileNotFoundError when a commit
    replaced the file between finding and reading it.
    """
    generation = find_generation(directory)
    path = directory / f"_{INDEX_NAME}_{generation}.toc"
    with reading(str(directory)):
        stream = BytesIO(path.read_bytes())
        _check_header(StructFile(stream), directory)
        return _read_contents(StructFile(stream), stream, generation)


def _check_header(file: Any, directory: Path) -> None:
    sizes = tuple(file.read_varint() for _ in _SIZES)
    order = file.read_int()
    version = file.read_int()
    if (sizes, order, version) != (_SIZES, _BYTE_ORDER, _FORMAT):
        raise IndexIncompatible(f"the index in {directory} has another format; {REMEDY}")
    for _ in range(3):  # The Whoosh release that wrote it; its format is what counts.
        file.read_varint()


def _read_contents(file: Any, stream: BytesIO, generation: int) -> Any:
    schema = _restore_schema(load_inert(BytesIO(file.read_string()), _SCHEMA_CLASSES))
    if file.read_int() != generation:
        raise ValueError("the table of contents is of another commit")
    file.read_int()  # Whoosh keeps it unused.
    segments = load_inert(stream, _SEGMENT_CLASSES)
    return TOC(schema, [_restore_segment(segment) for segment in segments], generation)


def _restore_schema(found: Any) -> Any:
    """Our schema with the fields that the bags name. Raises ValueError for anything else."""
    _check_kind(found, WhooshSchema)
    fields: dict[type, list[str]] = {kind: [] for kind in _KINDS}
    for name, field in vars(found)["_fields"].items():
        kind = next((kind for kind in _KINDS if _name(kind) == field.origin), None)
        if kind is None:
            raise ValueError(f"the field {name!r} is of no kind")
        fields[kind].append(name)
    fields[KeywordField].remove(ID)
    if fields[StoredField] != [STORED]:
        raise ValueError("there is no column of stored values")
    return make_schema(
        Schema(tuple(fields[TextField]), tuple(fields[KeywordField]), tuple(fields[NumberField]))
    )


def _restore_segment(found: Any) -> FlatSegment:
    """The segment that a bag describes. Raises ValueError for one that cannot be."""
    _check_kind(found, FlatSegment)
    return FlatSegment.restore(vars(found))


def _check_kind(found: Any, kind: type) -> None:
    if not isinstance(found, Inert) or found.origin != _name(kind):
        raise ValueError(f"this is no {kind.__qualname__}")
