"""The head of a snapshot file: what its columns mean, how many rows it announces."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from tuiinspect.errors import UnreadableFile

NODE_TYPES = (
    "hidden", "array", "string", "object", "code", "closure", "regexp", "number", "native", "synthetic",
    "concatenated string", "sliced string", "symbol", "bigint", "object shape", "wasm object",
)  # fmt: skip
EDGE_TYPES = ("context", "element", "property", "internal", "hidden", "shortcut", "weak", "invisible")
_MOST_TYPES = 200


class _Meta(Struct):
    node_fields: list[str]
    node_types: list[list[str] | str]
    edge_fields: list[str]
    edge_types: list[list[str] | str]
    location_fields: list[str] = []


class _Head(Struct):
    meta: _Meta
    node_count: int
    edge_count: int
    root_index: int = 0
    extra_native_bytes: int = 0


class Head(Struct, frozen=True):
    """Where each field of a row stands, what the type numbers mean, and the announced counts.

    `node_type_codes[t]` is the engine's number for the file's node type t: its place in `node_type_names`,
    which is NODE_TYPES and after it the types that the engine has not heard of; edge types likewise. So no
    kernel depends on the order of a file's lists.
    """

    node_fields: int
    node_offsets: tuple[int, int, int, int, int, int]
    node_type_codes: tuple[int, ...]
    node_type_names: tuple[str, ...]
    edge_fields: int
    edge_offsets: tuple[int, int, int]
    edge_type_codes: tuple[int, ...]
    edge_type_names: tuple[str, ...]
    location_fields: int
    location_offsets: tuple[int, int, int, int]
    node_count: int
    edge_count: int
    root: int
    extra_native_bytes: int


def read_head(text: bytes, place: str) -> Head:
    """Decode the file's `snapshot` object; UnreadableFile when something the engine needs is not there."""
    try:
        head = msgspec.json.decode(text, type=_Head)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _unreadable(place, f"the section 'snapshot' is not a heap snapshot's head: {error}") from None
    meta = head.meta
    node_codes, node_names = _codes(meta.node_types, meta.node_fields, NODE_TYPES, "node_types", place)
    edge_codes, edge_names = _codes(meta.edge_types, meta.edge_fields, EDGE_TYPES, "edge_types", place)
    node_fields = max(1, len(meta.node_fields))
    if head.root_index % node_fields or head.root_index < 0:
        raise _unreadable(place, f"root_index {head.root_index} is not the index of a node")
    if head.node_count < 1 or head.edge_count < 0:
        raise _unreadable(place, f"announces {head.node_count} nodes and {head.edge_count} edges")
    return Head(
        node_fields=node_fields,
        node_offsets=(
            _offset(meta.node_fields, "type", "node_fields", place),
            _offset(meta.node_fields, "name", "node_fields", place),
            _offset(meta.node_fields, "id", "node_fields", place),
            _offset(meta.node_fields, "self_size", "node_fields", place),
            _offset(meta.node_fields, "edge_count", "node_fields", place),
            meta.node_fields.index("detachedness") if "detachedness" in meta.node_fields else -1,
        ),
        node_type_codes=node_codes,
        node_type_names=node_names,
        edge_fields=max(1, len(meta.edge_fields)),
        edge_offsets=(
            _offset(meta.edge_fields, "type", "edge_fields", place),
            _offset(meta.edge_fields, "name_or_index", "edge_fields", place),
            _offset(meta.edge_fields, "to_node", "edge_fields", place),
        ),
        edge_type_codes=edge_codes,
        edge_type_names=edge_names,
        location_fields=len(meta.location_fields),
        location_offsets=_location_offsets(meta.location_fields, place),
        node_count=head.node_count,
        edge_count=head.edge_count,
        root=head.root_index // node_fields,
        extra_native_bytes=head.extra_native_bytes,
    )


def _unreadable(place: str, what: str) -> UnreadableFile:
    return UnreadableFile(
        f"{place}: {what}", advice="Check that it is a .heapsnapshot written by Node.js or Chrome."
    )


def _offset(fields: list[str], name: str, where: str, place: str) -> int:
    if name not in fields:
        raise _unreadable(place, f"snapshot.meta.{where} has no field '{name}'")
    return fields.index(name)


def _location_offsets(fields: list[str], place: str) -> tuple[int, int, int, int]:
    if not fields:
        return (0, 0, 0, 0)
    object_index, script, line, column = (
        _offset(fields, name, "location_fields", place)
        for name in ("object_index", "script_id", "line", "column")
    )
    return (object_index, script, line, column)


def _codes(
    types: list[list[str] | str], fields: list[str], known: tuple[str, ...], where: str, place: str
) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The engine's numbers for the file's types, and the names of all numbers."""
    at = fields.index("type") if "type" in fields else len(types)
    listed = types[at] if at < len(types) else ""
    if isinstance(listed, str) or not listed or len(listed) > _MOST_TYPES:
        raise _unreadable(place, f"snapshot.meta.{where} does not list the types")
    names = known + tuple(dict.fromkeys(name for name in listed if name not in known))
    return tuple(names.index(name) for name in listed), names
