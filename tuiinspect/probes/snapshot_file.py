"""The file a snapshot is streamed into: private, and never a reason to stop reading the stream."""

from __future__ import annotations

import os
import re
import stat
import threading
from pathlib import Path
from typing import BinaryIO

from tuiinspect.errors import UnwritableFile

# The counts stand at the very start, after the lists of field names.
_HEAD_BYTES = 16_384
_NODE_COUNT = re.compile(rb'"node_count":(\d+)')


class SnapshotFile:
    """Takes every chunk; after a failed write, or when given up, it swallows them.

    The target must be drained all the same. Chunks may come on another thread than the rest.
    """

    def __init__(self, path: Path) -> None:
        """Create the file, for its owner alone.

        Raises:
            UnwritableFile: there is one of that name, or no room or right to make one.
        """
        self.path = path
        self.bytes_written = 0
        self.given_up = False
        self.trouble: str | None = None
        self._lock = threading.Lock()
        self._head = b""
        self._stream: BinaryIO | None
        self._stream, self._ours = _create(path)
        self._identity = os.fstat(self._stream.fileno())

    @property
    def nodes(self) -> int | None:
        """How many nodes the head of the file announces."""
        found = _NODE_COUNT.search(self._head)
        return int(found[1]) if found else None

    def write(self, chunk: bytes) -> None:
        with self._lock:
            if self._stream is None:
                return
            try:
                self._stream.write(chunk)
            except OSError as error:
                self._fail(error)
                return
            self.bytes_written += len(chunk)
            if len(self._head) < _HEAD_BYTES:
                self._head += chunk[:_HEAD_BYTES]

    def spoil(self, why: str) -> None:
        """Something is missing from it: it can never be complete."""
        with self._lock:
            self.trouble = self.trouble or why
            self._drop()

    def give_up(self) -> None:
        """Remove the file and want no more of it."""
        with self._lock:
            self.given_up = True
            self._drop()

    def complete(self) -> None:
        """Close the finished file; nothing to do for one that was given up.

        Raises:
            UnwritableFile: a write failed on the way, or the file is no longer where it was made.
        """
        with self._lock:
            if self.given_up:
                return
            stream, self._stream = self._stream, None
            if stream is not None:
                try:
                    stream.close()
                except OSError as error:
                    self._fail(error)
            if self.trouble is None and self._ours and not self._is_in_place():
                self.trouble = "it was removed or replaced while it was written"
        if self.trouble is not None:
            raise UnwritableFile(
                f"the snapshot could not be written to {self.path}: {self.trouble}",
                advice="The target is unharmed. Make room, or name another place for the file.",
            )

    def _fail(self, error: OSError) -> None:
        self.trouble = error.strerror or str(error)
        self._drop()

    def _drop(self) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            try:
                stream.close()
            except OSError as error:
                self.trouble = self.trouble or error.strerror
        if self._ours and self._is_in_place():
            self.path.unlink(missing_ok=True)

    def _is_in_place(self) -> bool:
        try:
            return os.path.samestat(self.path.lstat(), self._identity)
        except OSError:
            return False


def _create(path: Path) -> tuple[BinaryIO, bool]:
    """Open `path` for writing; whether it was made by us, and so is ours to remove."""
    try:
        made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        return os.fdopen(made, "wb", buffering=0x10000), True
    except FileExistsError:
        pass
    except OSError as error:
        raise UnwritableFile(f"cannot write {path}: {error.strerror}") from error
    try:
        # A device or a pipe is meant when it is named; a file may be somebody's only copy.
        if stat.S_ISREG(path.stat().st_mode):
            raise UnwritableFile(f"{path} is there already", advice="Remove it, or name another file.")
        return path.open("wb", buffering=0x10000), False
    except OSError as error:
        raise UnwritableFile(f"cannot write {path}: {error.strerror}") from error
