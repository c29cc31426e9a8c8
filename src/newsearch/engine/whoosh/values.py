"""Names that every index has, and terms as bytes: what reading needs to know without Whoosh."""

__all__ = ["ID", "STORED", "decode_term", "encode_term"]

ID = "id"
"""The keyword field that holds each document's id."""

STORED = "stored"
"""The column that holds what `Engine.get` gives back."""


def encode_term(term: str) -> bytes:
    """UTF-8, lone surrogates included (file names may hold them): bytes sort as code points do."""
    return term.encode("utf-8", "surrogatepass")


def decode_term(data: bytes) -> str:
    """Undo `encode_term`. Raises UnicodeDecodeError."""
    return data.decode("utf-8", "surrogatepass")
