"""Whether the ids of two snapshots mean the same objects.

V8 numbers objects anew for each inspector session that takes snapshots, and no file says which it was. But an
object never changes its type: where one number has two, it stands for two objects. In pairs of one session
(Node 18 to 26) no number does, in others a quarter of them and more.
"""

from __future__ import annotations

import numpy as np

from tuiinspect.heap.arrays import Bytes, Ids
from tuiinspect.heap.jit import kernel

_MOST_CHANGED = 0.01
_MOST_NUMBERS = 1 << 33


def comparable(newer: tuple[Ids, Bytes], base: tuple[Ids, Bytes]) -> bool:
    """Whether objects keep their ids from one to the other; of each ids (uint64[N]) and types (uint8[N])."""
    last = int(base[0][(base[0] & np.uint64(1)) == 1].max(initial=0))
    if last > _MOST_NUMBERS:
        return True
    common, changed = _count(*newer, *base, last)
    return bool(changed <= _MOST_CHANGED * common)


@kernel
def _count(ids: Ids, types: Bytes, base_ids: Ids, base_types: Bytes, last: int) -> tuple[int, int]:
    """How many odd ids (those of V8's own objects) both have, and how many of them for another type."""
    # Types are small numbers: one more than the type leaves 0 for what is not there.
    known = np.zeros(last // 2 + 1, np.uint8)
    for node in range(base_ids.size):
        identity = int(base_ids[node])
        if identity & 1:
            known[identity >> 1] = base_types[node] + 1
    common = 0
    changed = 0
    for node in range(ids.size):
        identity = int(ids[node])
        if identity & 1 and identity <= last and known[identity >> 1] > 0:
            common += 1
            if known[identity >> 1] != types[node] + 1:
                changed += 1
    return common, changed
