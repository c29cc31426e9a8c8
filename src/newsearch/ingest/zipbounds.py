"""How large a zip's table of contents is, before it is read into memory."""

import struct
from typing import BinaryIO, Final

__all__ = ["directory_size"]

_END: Final = b"PK\x05\x06"
_LOCATOR64: Final = b"PK\x06\x07"
_TAIL: Final = 65_557
"""The end record and the longest comment that may follow it."""


def directory_size(stream: BinaryIO) -> int:
    """Bytes of the central directory, as the end record says (APPNOTE.TXT 4.3.16, and 4.3.14 for
    ZIP64); 0 when there is none to be found. Leaves the stream anywhere."""
    length = stream.seek(0, 2)
    start = stream.seek(max(0, length - _TAIL - 20))
    tail = stream.read()
    at = tail.rfind(_END)
    if at < 0 or at + 16 > len(tail):
        return 0
    (size,) = struct.unpack_from("<L", tail, at + 12)
    if size != 0xFFFFFFFF:
        return int(size)
    locator = at - 20
    if locator < 0 or tail[locator : locator + 4] != _LOCATOR64:
        return int(size)
    (record,) = struct.unpack_from("<Q", tail, locator + 8)
    if record + 48 > length or record > start + len(tail):
        return int(size)
    stream.seek(record + 40)
    return int(struct.unpack("<Q", stream.read(8))[0])
