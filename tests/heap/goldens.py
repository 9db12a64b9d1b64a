"""The golden files, read once a session."""

from __future__ import annotations

import json
import lzma
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from tuiinspect.heap import HeapSnapshot, load_chunks

FOLDER = Path(__file__).parent / "golden"
VERSIONS = tuple(sorted(path.stem for path in FOLDER.glob("node*.npz")))


@dataclass(frozen=True)
class Golden:
    """A snapshot's text, what this engine makes of it, and what DevTools does."""

    text: bytes
    snapshot: HeapSnapshot
    columns: dict[str, npt.NDArray[Any]]
    tables: dict[str, Any]


@cache
def golden(version: str) -> Golden:
    text = lzma.decompress((FOLDER / f"{version}.heapsnapshot.xz").read_bytes())
    with np.load(FOLDER / f"{version}.npz") as file:
        columns = {name: file[name] for name in file.files}
    tables = json.loads(columns.pop("tables").tobytes())
    return Golden(text, load_chunks([text], source=version), columns, tables)


@dataclass(frozen=True)
class Growing:
    """Two snapshots of one Node 18 process, and what DevTools says of the newer one."""

    base: HeapSnapshot
    newer: HeapSnapshot
    distances: npt.NDArray[np.int32]
    tables: dict[str, Any]


@cache
def growing() -> Growing:
    texts = lzma.decompress((FOLDER / "growing.heapsnapshots.xz").read_bytes())
    with np.load(FOLDER / "growing.npz") as file:
        distances, tables = file["distances"], json.loads(file["tables"].tobytes())
    length = tables["first_length"]
    return Growing(load_chunks([texts[:length]]), load_chunks([texts[length:]]), distances, tables)
