"""Which segments to merge at a commit, without changing the order of addition."""

from collections.abc import Sequence

__all__ = ["plan_merges"]


def plan_merges(live: Sequence[int], deleted: Sequence[int]) -> list[range]:
    """Runs of neighbouring segments to be made one each, given their live and deleted documents.

    Afterwards each segment has at least as many live documents as all later ones together: so
    there are at most log2(documents) + 2 segments, and a document is copied about as often over its
    life. A segment more than half deleted is copied too, on its own. Only neighbours are merged,
    so documents stay in order.
    """
    start, later = len(live), 0
    for index in range(len(live) - 1, -1, -1):
        if live[index] < later:
            start = index
        later += live[index]
    tail = [range(start, len(live))] if start < len(live) else []
    return [range(i, i + 1) for i in range(start) if deleted[i] > live[i]] + tail
