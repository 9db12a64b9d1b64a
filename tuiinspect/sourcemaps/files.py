"""Reading what a script's URL names: local, ordinary and of bounded size, or not at all.

The names come from the target. Nothing is waited for (a pipe), nothing is read that is no file (a device),
and nobody is asked over a network.
"""

from __future__ import annotations

import os
import stat
from base64 import b64decode
from binascii import Error as NotBase64
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote, unquote_to_bytes, urlsplit

MOST_BYTES = 64_000_000


@dataclass(frozen=True, slots=True)
class Files:
    """The files as the target sees them; `root` is its own root folder where that is not ours."""

    root: str | None = None
    most: int = MOST_BYTES

    def read(self, path: str) -> bytes | None:
        """The content of the file at an absolute path; None when there is none that may be read."""
        try:
            handle = self._open(PurePosixPath(path))
        except (OSError, ValueError):
            return None
        try:
            about = os.fstat(handle)
            if not stat.S_ISREG(about.st_mode) or about.st_size > self.most:
                return None
            with os.fdopen(handle, "rb", closefd=False) as file:
                return file.read(self.most)
        except OSError:
            return None
        finally:
            os.close(handle)

    def _open(self, path: PurePosixPath) -> int:
        flags = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY
        if self.root is None:
            return os.open(path, flags)
        # Within another root a link would be followed in ours; Node names files by their real paths.
        into = os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC
        folder = os.open(self.root, into)
        try:
            for name in path.parts[1:-1]:
                inner = os.open(
                    name, os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=folder
                )
                os.close(folder)
                folder = inner
            return os.open(path.name, flags | os.O_NOFOLLOW, dir_fd=folder)
        finally:
            os.close(folder)


def local_path(url: str) -> str | None:
    """The absolute path that a script's URL names on its own machine; None when it names none."""
    if url.startswith("file://"):
        parts = urlsplit(url)
        path = unquote(parts.path) if parts.netloc in {"", "localhost"} else ""
    else:
        path = url
    return path if path.startswith("/") and ".." not in PurePosixPath(path).parts else None


def inline(url: str, most: int = MOST_BYTES) -> bytes | None:
    """The content of a `data:` URL; None when it is none, or broken."""
    head, comma, body = url.partition(",")
    if not comma or not head.lower().startswith("data:") or len(body) > most:
        return None
    if not head.lower().endswith(";base64"):
        return unquote_to_bytes(body)
    try:
        return b64decode(unquote(body))
    except (NotBase64, ValueError):
        return None
