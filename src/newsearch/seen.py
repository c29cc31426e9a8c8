"""Which texts were met before, and where: of each 50 bytes in memory, and a name in a file."""

from array import array
from hashlib import blake2b
from tempfile import SpooledTemporaryFile

__all__ = ["Seen"]


class Seen:
    """Texts that were met, each with the name of where it was first: hashes in a table with open
    addressing, names in a file."""

    def __init__(self) -> None:
        self._count = 0
        self._hashes = array("Q", bytes(8 * 2**10))
        self._places = array("Q", bytes(8 * 2**10))
        self._names: SpooledTemporaryFile[bytes] = SpooledTemporaryFile(  # noqa: SIM115 - see close
            max_size=2**22
        )
        self._end = 0

    def find_or_add(self, text: str, name: str) -> str | None:
        """Where the text was first; None, and it is remembered, if it was not met."""
        digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        wanted = int.from_bytes(digest) or 1  # 0 is for what is free
        slot = self._seek(wanted)
        if self._hashes[slot]:
            return self._read(self._places[slot])
        self._hashes[slot], self._places[slot] = wanted, self._end
        self._write(name)
        self._count += 1
        if 2 * self._count > len(self._hashes):
            self._grow()
        return None

    def close(self) -> None:
        """Let go of the file, which the system then removes."""
        self._names.close()

    def _seek(self, wanted: int) -> int:
        slot = wanted % len(self._hashes)
        while self._hashes[slot] not in (0, wanted):
            slot = (slot + 1) % len(self._hashes)
        return slot

    def _grow(self) -> None:
        old = zip(self._hashes, self._places, strict=True)
        size = 4 * len(self._hashes)
        self._hashes, self._places = array("Q", bytes(8 * size)), array("Q", bytes(8 * size))
        for known, place in old:
            if known:
                slot = self._seek(known)
                self._hashes[slot], self._places[slot] = known, place

    def _write(self, name: str) -> None:
        data = name.encode("utf-8", "surrogatepass")
        self._names.seek(self._end)
        self._names.write(len(data).to_bytes(4) + data)
        self._end += 4 + len(data)

    def _read(self, place: int) -> str:
        self._names.seek(place)
        size = int.from_bytes(self._names.read(4))
        return self._names.read(size).decode("utf-8", "surrogatepass")
