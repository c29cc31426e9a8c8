"""What this package uses of Whoosh's codec interface; see `newsearch.engine.whoosh.library`."""

import warnings

with warnings.catch_warnings():
    # Whoosh's source predates today's syntax rules: see the library module above.
    warnings.simplefilter("ignore", SyntaxWarning)
    warnings.simplefilter("ignore", DeprecationWarning)
    from whoosh.codec.base import (
        Codec,
        FieldCursor,
        FieldWriter,
        PerDocumentReader,
        PerDocumentWriter,
        Segment,
        TermsReader,
    )
    from whoosh.columns import ColumnReader
    from whoosh.fields import NUMERIC
    from whoosh.matching import LeafMatcher, ReadTooFar
    from whoosh.reading import TermInfo, TermNotFound
    from whoosh.util.numeric import byte_to_length, length_to_byte

__all__ = [
    "NUMERIC",
    "Codec",
    "ColumnReader",
    "FieldCursor",
    "FieldWriter",
    "LeafMatcher",
    "PerDocumentReader",
    "PerDocumentWriter",
    "ReadTooFar",
    "Segment",
    "TermInfo",
    "TermNotFound",
    "TermsReader",
    "byte_to_length",
    "length_to_byte",
]
