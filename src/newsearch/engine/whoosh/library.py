"""The one place that imports Whoosh, and the names of it that this package uses.

Whoosh 2.7.4 predates today's syntax rules: its first import compiles `is 0` and stray backslashes,
which newer Pythons warn about. Those warnings say nothing about our code and are silenced here,
for the import alone.
"""

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore", SyntaxWarning)
    warnings.simplefilter("ignore", DeprecationWarning)
    from whoosh.codec.whoosh3 import (
        W3Codec,
        W3LeafMatcher,
        W3PerDocReader,
        W3Segment,
        W3TermInfo,
        W3TermsReader,
    )
    from whoosh.columns import FixedBytesColumn, NumericColumn, VarBytesColumn
    from whoosh.fields import FieldType
    from whoosh.fields import Schema as WhooshSchema
    from whoosh.filedb.filestore import FileStorage
    from whoosh.filedb.structfile import BufferFile, StructFile
    from whoosh.formats import Existence, Format
    from whoosh.index import TOC, FileIndex, clean_files
    from whoosh.reading import SegmentReader as WhooshSegmentReader
    from whoosh.reading import TermNotFound
    from whoosh.writing import SegmentWriter

__all__ = [
    "TOC",
    "BufferFile",
    "Existence",
    "FieldType",
    "FileIndex",
    "FileStorage",
    "FixedBytesColumn",
    "Format",
    "NumericColumn",
    "SegmentWriter",
    "StructFile",
    "TermNotFound",
    "VarBytesColumn",
    "W3Codec",
    "W3LeafMatcher",
    "W3PerDocReader",
    "W3Segment",
    "W3TermInfo",
    "W3TermsReader",
    "WhooshSchema",
    "WhooshSegmentReader",
    "clean_files",
]
