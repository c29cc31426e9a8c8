"""Writing the posting lists of a field, as `lists` reads them."""

from newsearch.engine.whoosh.arrays import Numbers, Unsigned
from newsearch.engine.whoosh.flat.container import ArrayFileWriter
from newsearch.engine.whoosh.flat.doclistswriter import DocumentListsWriter
from newsearch.engine.whoosh.flat.offsets import write_offsets
from newsearch.engine.whoosh.flat.peaks import PeaksWriter
from newsearch.engine.whoosh.flat.pieces import Piece
from newsearch.engine.whoosh.flat.small import SkewedWriter, SmallWriter
from newsearch.frozen import frozen

__all__ = ["Plan", "PostingListsWriter"]


@frozen
class Plan:
    """What is known of all lists before they are written: how many documents and positions each
    has, and what no frequency and no position exceeds. A keyword field has neither frequencies nor
    positions (0, 0); a field that borrows has as many positions as its whole lists, and None as
    `places` when it has none of those. With the length of each
    document of a text, long lists get upper bounds of their impacts."""

    document_count: int
    lengths: Numbers
    places: Numbers | None = None
    frequency: int = 0
    position: int = 0
    sizes: Unsigned | None = None


class PostingListsWriter:
    """Writes lists one after another, in as many pieces as one likes."""

    def __init__(self, file: ArrayFileWriter, field: str, plan: Plan) -> None:
        count = int(plan.lengths.sum())
        self._documents = DocumentListsWriter(file, field, plan.lengths, plan.document_count)
        self._frequencies: SmallWriter | None = None
        self._positions: SkewedWriter | None = None
        self._peaks: PeaksWriter | None = None
        if plan.frequency:
            name = f"{field}/frequencies"
            self._frequencies = SmallWriter(file, name, count, plan.frequency, least=1, summed=True)
        if plan.places is not None:
            total = int(plan.places.sum())
            write_offsets(file, f"{field}/positions/starts", plan.places)
            self._positions = SkewedWriter(file, f"{field}/positions", total, plan.position)
        if plan.sizes is not None and plan.sizes.any():
            self._peaks = PeaksWriter(file, field, plan.lengths, plan.sizes)

    def append(self, piece: Piece) -> None:
        """Write the next lists, with their positions if there are any in the piece."""
        self._documents.append(piece.documents, len(piece.lengths))
        if self._frequencies is not None:
            self._frequencies.append(piece.frequencies)
        if self._peaks is not None:
            self._peaks.append(piece)
        self.append_positions(piece.positions)

    def append_positions(self, positions: Unsigned) -> None:
        """Write the next positions, of lists that were or will be written without."""
        if self._positions is not None:
            self._positions.append(positions)

    def finish(self) -> None:
        """Write what is left."""
        self._documents.finish()
        if self._frequencies is not None:
            self._frequencies.finish()
        if self._positions is not None:
            self._positions.finish()
