"""Snapshot files to snapshots: whole ones, and ones that are still being written."""

from __future__ import annotations

import atexit
import gc
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from io import FileIO
from pathlib import Path

import numpy as np

from tuiinspect.errors import Refused, UnreadableFile
from tuiinspect.heap.analysis import Progress, analyse
from tuiinspect.heap.columns import EdgeColumns, NodeColumns
from tuiinspect.heap.graph import HeapSnapshot
from tuiinspect.heap.head import Head
from tuiinspect.heap.memory import give_back_large_blocks
from tuiinspect.heap.parse import ParsedFile, SnapshotParser
from tuiinspect.heap.topology import Topology

_BUFFER = 1 << 22
_PARSING = 0.6
_PAUSE_S = 0.02

# A process that ends looks for garbage among all that was imported: as long as the classes of a snapshot of
# a million objects take. What still hangs together then goes with the process.
atexit.register(gc.freeze)


def load(path: str | Path, *, progress: Progress | None = None) -> HeapSnapshot:
    """Read and analyse a `.heapsnapshot` file.

    `progress` is called, on the calling thread, with what is being done and the share done (0 to 1). Raises
    UnreadableFile, naming the place, when the file is no whole snapshot, and Refused when memory runs out.
    """
    return _read(Path(path), progress or _silent, lambda: True)


def follow(
    path: str | Path, *, finished: Callable[[], bool], progress: Progress | None = None
) -> HeapSnapshot:
    """Read a file that another process is still writing; `finished` says that nothing more will come.

    A whole snapshot is not waited for to be `finished`. Raises what `load` raises; a file that is not there
    yet is waited for until `finished`.
    """
    whole = Path(path)
    while not whole.exists() and not finished():
        time.sleep(_PAUSE_S)
    return _read(whole, progress or _silent, finished)


def load_chunks(chunks: Iterable[bytes], *, source: str = "snapshot") -> HeapSnapshot:
    """Analyse a snapshot that comes in pieces of any size, as from a socket."""
    with _helper() as pool:
        early = _Early(source, pool)
        parsed = _fed(SnapshotParser(source, links_read=early.begin), chunks)
        return HeapSnapshot(analyse(parsed, early.take(), pool, _silent))


@contextmanager
def _helper() -> Iterator[Executor]:
    """The other thread. When a file is wrong it leaves what it has not begun; otherwise it does what nobody
    has waited for yet."""
    pool = ThreadPoolExecutor(1, "heap")
    try:
        yield pool
    except BaseException:
        pool.shutdown(cancel_futures=True)
        raise
    pool.shutdown(wait=False)


class _Early:
    """What can be worked out on the other core while the strings are still coming."""

    def __init__(self, source: str, pool: Executor) -> None:
        self._source = source
        self._pool = pool
        self._topology: Topology | None = None

    def begin(self, head: Head, nodes: NodeColumns, edges: EdgeColumns) -> None:
        self._topology = Topology(self._source, head, nodes, edges, self._pool)

    def take(self) -> Topology | None:
        """What was begun; nothing of it is kept here, since it is large."""
        begun, self._topology = self._topology, None
        return begun


def _read(path: Path, progress: Progress, finished: Callable[[], bool]) -> HeapSnapshot:
    give_back_large_blocks()
    try:
        with _helper() as pool:
            early = _Early(str(path), pool)
            with FileIO(path) as file:
                parsed = _parsed(file, path, early, progress, finished)
            progress("checking", _PARSING)
            return HeapSnapshot(analyse(parsed, early.take(), pool, progress))
    except OSError as error:
        raise UnreadableFile.because_of(path, error) from None
    except MemoryError:
        raise Refused(
            f"{path}: its analysis does not fit in this machine's memory",
            advice="It takes about as much as the file, a small one twice that: copy it to a larger machine.",
        ) from None


def _fed(parser: SnapshotParser, chunks: Iterable[bytes]) -> ParsedFile:
    for chunk in chunks:
        parser.feed(chunk)
    return parser.finish()


def _parsed(
    file: FileIO, path: Path, early: _Early, progress: Progress, finished: Callable[[], bool]
) -> ParsedFile:
    whole = finished()
    size = path.stat().st_size
    parser = SnapshotParser(str(path), size=size if whole else None, links_read=early.begin)
    buffer = np.empty(_BUFFER, np.uint8)
    view = buffer.data
    read = 0
    while True:
        length = file.readinto(view)
        if length:
            read += length
            parser.feed_buffer(buffer, length)
            if whole:
                progress("reading", _PARSING * min(1.0, read / max(size, 1)))
        elif whole or parser.complete:
            # Whoever writes it may have long to do between the last byte and saying so.
            return parser.finish()
        else:
            # What came in between "nothing to read" and "finished" is still to be read.
            whole = finished()
            size = path.stat().st_size
            if not whole:
                time.sleep(_PAUSE_S)


def _silent(_what: str, _share: float) -> None:
    pass
