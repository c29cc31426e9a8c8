"""The table of contents: which segments an index has at a commit, and its schema.

The file is Whoosh's own (`whoosh.index.TOC` writes it). Reading goes by `safety`: the pickled
schema and segments become inert bags, whose contents are checked one by one, and the real objects
are made from what was found, so that a forged file can at worst describe another honest index.
"""

import re
import struct
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from newsearch.engine import Schema
from newsearch.engine.whoosh.flat.state import SegmentState
from newsearch.engine.whoosh.safety import REMEDY, Inert, load_inert, reading
from newsearch.engine.whoosh.values import ID, STORED
from newsearch.errors import IndexIncompatible, IndexNotFound

__all__ = ["INDEX_NAME", "Contents", "find_generation", "has_index", "read_contents", "read_toc"]

INDEX_NAME = "MAIN"

_TOC_NAME = re.compile(rf"_{INDEX_NAME}_([0-9]+)\.toc")
_FORMAT = -111
_BYTE_ORDER = -12345
_SIZES = (4, 8, 4)
_INT = struct.Struct("!i")

# Classes by (module, name): reading needs none of them.
_FIELDS = "newsearch.engine.whoosh.schema"
_TEXT, _KEYWORD = (_FIELDS, "TextField"), (_FIELDS, "KeywordField")
_NUMBER, _STORED = (_FIELDS, "NumberField"), (_FIELDS, "StoredField")
_KINDS = (_TEXT, _KEYWORD, _NUMBER, _STORED)
_SCHEMA = ("whoosh.fields", "Schema")
_SEGMENT = ("newsearch.engine.whoosh.flat.segment", "FlatSegment")
_SCHEMA_CLASSES = frozenset(
    {
        *_KINDS,
        _SCHEMA,
        (_FIELDS, "PackedPositions"),
        ("whoosh.formats", "Existence"),
        ("whoosh.columns", "FixedBytesColumn"),
        ("whoosh.columns", "NumericColumn"),
        ("whoosh.columns", "VarBytesColumn"),
    }
)
_SEGMENT_CLASSES = frozenset({_SEGMENT})


class Contents(NamedTuple):
    """What a table of contents says, as plain values."""

    schema: Schema
    segments: list[SegmentState]
    generation: int


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


def read_contents(directory: Path) -> Contents:
    """What the newest table of contents says.

    Raises IndexNotFound, IndexCorrupt, IndexIncompatible, and FileNotFoundError when a commit
    replaced the file between finding and reading it.
    """
    generation = find_generation(directory)
    path = directory / f"_{INDEX_NAME}_{generation}.toc"
    with reading(str(directory)):
        file = _TocFile(path.read_bytes())
        _check_header(file, directory)
        return _read_contents(file, generation)


def read_toc(directory: Path) -> Any:
    """The same as a `whoosh.index.TOC`, for who writes. Raises as `read_contents` does."""
    # Searching does without Whoosh's modules, which take longer to load than a search.
    from newsearch.engine.whoosh.flat.segment import FlatSegment  # noqa: PLC0415
    from newsearch.engine.whoosh.library import TOC  # noqa: PLC0415
    from newsearch.engine.whoosh.schema import make_schema  # noqa: PLC0415

    contents = read_contents(directory)
    segments = [FlatSegment.restore(one.__getstate__()) for one in contents.segments]
    with reading(str(directory)):
        return TOC(make_schema(contents.schema), segments, contents.generation)


class _TocFile(BytesIO):
    """Numbers and strings as `whoosh.filedb.structfile.StructFile` writes them."""

    def read_int(self) -> int:
        value: int = _INT.unpack(self.read(_INT.size))[0]
        return value

    def read_varint(self) -> int:
        """Seven bits a byte, the lowest first; the highest bit says that more follow."""
        value = shift = 0
        while True:
            (byte,) = self.read(1)
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7

    def read_string(self) -> bytes:
        """Bytes after their number."""
        size = self.read_varint()
        data = self.read(size)
        if len(data) != size:
            raise ValueError("the table of contents is cut off")
        return data


def _check_header(file: _TocFile, directory: Path) -> None:
    sizes = tuple(file.read_varint() for _ in _SIZES)
    order = file.read_int()
    version = file.read_int()
    if (sizes, order, version) != (_SIZES, _BYTE_ORDER, _FORMAT):
        raise IndexIncompatible(f"the index in {directory} has another format; {REMEDY}")
    for _ in range(3):  # The Whoosh release that wrote it; its format is what counts.
        file.read_varint()


def _read_contents(file: _TocFile, generation: int) -> Contents:
    schema = _restore_schema(load_inert(BytesIO(file.read_string()), _SCHEMA_CLASSES))
    if file.read_int() != generation:
        raise ValueError("the table of contents is of another commit")
    file.read_int()  # Whoosh keeps it unused.
    segments = load_inert(file, _SEGMENT_CLASSES)
    return Contents(schema, [_restore_segment(segment) for segment in segments], generation)


def _restore_schema(found: Any) -> Schema:
    """The fields that the bags name. Raises ValueError for anything else."""
    _check_kind(found, _SCHEMA)
    fields: dict[tuple[str, str], list[str]] = {kind: [] for kind in _KINDS}
    for name, field in vars(found)["_fields"].items():
        if field.origin not in fields:
            raise ValueError(f"the field {name!r} is of no kind")
        fields[field.origin].append(name)
    fields[_KEYWORD].remove(ID)
    if fields[_STORED] != [STORED]:
        raise ValueError("there is no column of stored values")
    return Schema(tuple(fields[_TEXT]), tuple(fields[_KEYWORD]), tuple(fields[_NUMBER]))


def _restore_segment(found: Any) -> SegmentState:
    """The segment that a bag describes. Raises ValueError for one that cannot be."""
    _check_kind(found, _SEGMENT)
    return SegmentState.restore(vars(found))


def _check_kind(found: Any, kind: tuple[str, str]) -> None:
    if not isinstance(found, Inert) or found.origin != kind:
        raise ValueError(f"this is no {kind[1]}")
