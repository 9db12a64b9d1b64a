"""Names for the array types that pass between the rooms of the engine."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Bytes: TypeAlias = npt.NDArray[np.uint8]
Shorts: TypeAlias = npt.NDArray[np.uint16]
Ints: TypeAlias = npt.NDArray[np.int32]
Counts: TypeAlias = npt.NDArray[np.uint32]
Longs: TypeAlias = npt.NDArray[np.int64]
Ids: TypeAlias = npt.NDArray[np.unsignedinteger[Any]]
"""uint32, or uint64 where a file has an id that needs it."""
Sizes: TypeAlias = npt.NDArray[np.signedinteger[Any]]
"""Bytes: int32, or int64 for snapshots of 2 GB and more. Signed, so that differences are what they seem."""
Bits: TypeAlias = npt.NDArray[np.uint8]
"""Eight flags a byte: flag i is bit i mod 8 of byte i // 8."""
Flags: TypeAlias = npt.NDArray[np.bool_]
