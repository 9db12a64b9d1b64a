"""Is a program file Node, and which version: read from the file itself, which nothing can disguise."""

from __future__ import annotations

import mmap
import os
import re
from dataclasses import dataclass
from pathlib import Path

# A name of the native-addon interface, which every Node exports: it stands in the first few megabytes.
# Looking there first spares a scan of each large foreign program on the machine.
_ADDON_INTERFACE = b"node_module_register"
_EXPORTS_SPAN = 8 * 2**20

# No program that exports it is smaller; Debian's, which is, goes by the name.
_LEAST_SIZE = 16 * 2**20

_NODE_MARKER = b"NODE_MODULE_VERSION"
# What `/json/version` answers is a constant in the program: `node.js/v20.20.2`.
_VERSION_MARKER = b"node.js/v"
_VERSION_SPAN = 40

# Programs that embed Node or imitate it: their SIGUSR1 and inspector are their own affair.
_LOOKALIKES = {"Electron": b"ELECTRON_RUN_AS_NODE", "Bun": b"BUN_INSTALL"}
_LOOKALIKE_NAMES = {"electron": "Electron", "bun": "Bun", "deno": "Deno"}
_NODE_NAMES = frozenset({"node", "nodejs"})
# Several versions side by side: node20, nodejs-18, node-v22.3.
_NODE_LIKE_NAME = re.compile(r"node(?:js)?[-v.\d]*")


@dataclass(frozen=True, slots=True)
class Binary:
    """What a program file is: Node, a lookalike (named), or neither."""

    is_node: bool
    version: str | None = None
    lookalike: str | None = None


def program_name(path: str) -> str:
    """The file's name; the kernel's note that the file was replaced is no part of it."""
    return Path(path.removesuffix(" (deleted)")).name


def named_node(name: str) -> bool:
    return name in _NODE_NAMES


def named_like_node(name: str) -> bool:
    """Good enough to list a process by, or to read its command line; never to signal it."""
    return _NODE_LIKE_NAME.fullmatch(name) is not None


def named_lookalike(name: str) -> str | None:
    return _LOOKALIKE_NAMES.get(name)


def examine(file: Path, name: str) -> Binary | None:
    """Tell what the program in `file` is, which goes by `name`; None when the file cannot be read.

    A file is scanned once: what was found is kept by device, inode, time and size.
    """
    if lookalike := named_lookalike(name):
        return Binary(is_node=False, lookalike=lookalike)
    try:
        with file.open("rb") as opened:
            known = os.fstat(opened.fileno())
            key = (known.st_dev, known.st_ino, known.st_mtime_ns, known.st_size)
            if known.st_size < _LEAST_SIZE and not named_node(name):
                return Binary(is_node=False)
            if key not in _examined:
                with mmap.mmap(opened.fileno(), 0, prot=mmap.PROT_READ) as content:
                    _examined[key] = _examine(content, named=named_node(name))
            return _examined[key]
    except (OSError, ValueError):  # ValueError: an empty file cannot be mapped
        return None


_examined: dict[tuple[int, int, int, int], Binary] = {}


def _examine(content: mmap.mmap, *, named: bool) -> Binary:
    if not named and content.find(_ADDON_INTERFACE, 0, _EXPORTS_SPAN) < 0:
        return Binary(is_node=False)
    marker = content.find(_NODE_MARKER)
    if marker < 0:
        return Binary(is_node=False)
    version = _find_version(content, marker)
    # Bun has the marker but not the version; Electron has both, under a name of its own.
    if not named or version is None:
        for lookalike, sign in _LOOKALIKES.items():
            if content.find(sign) >= 0:
                return Binary(is_node=False, lookalike=lookalike)
    return Binary(is_node=True, version=version)


def _find_version(content: mmap.mmap, marker: int) -> str | None:
    # The version stands shortly after the marker: start there, not at the beginning.
    at = content.find(_VERSION_MARKER, marker)
    if at < 0:
        at = content.find(_VERSION_MARKER, 0, marker)
    if at < 0:
        return None
    text = content[at : at + _VERSION_SPAN].split(b"\0", 1)[0].removeprefix(b"node.js/")
    return text.decode("ascii", "replace") if text[1:2].isdigit() else None
