"""What replies and events carry, as far as tuiinspect reads it."""

from __future__ import annotations

from typing import Any

import msgspec


class PropertyPreview(msgspec.Struct, frozen=True):
    name: str
    type: str
    value: str | None = None


class EntryPreview(msgspec.Struct, frozen=True):
    value: Preview
    key: Preview | None = None


class Preview(msgspec.Struct, frozen=True):
    """A few of an object's properties and entries; `overflow` when there are more."""

    type: str = "object"
    description: str | None = None
    overflow: bool = False
    properties: tuple[PropertyPreview, ...] = ()
    entries: tuple[EntryPreview, ...] | None = None


class RemoteObject(msgspec.Struct, rename="camel", frozen=True):
    type: str
    subtype: str | None = None
    class_name: str | None = None
    value: Any = None
    unserializable_value: str | None = None
    description: str | None = None
    object_id: str | None = None
    preview: Preview | None = None


class Property(msgspec.Struct, rename="camel", frozen=True):
    name: str
    value: RemoteObject | None = None
    symbol: RemoteObject | None = None
    enumerable: bool = False
    is_own: bool = False


class InternalProperty(msgspec.Struct, frozen=True):
    name: str
    value: RemoteObject | None = None


class Properties(msgspec.Struct, rename="camel", frozen=True):
    result: tuple[Property, ...] = ()
    internal_properties: tuple[InternalProperty, ...] = ()

    def internal(self, name: str) -> RemoteObject | None:
        """The value of `[[FunctionLocation]]`, `[[TargetFunction]]`, `[[Scopes]]` and their like."""
        return next((found.value for found in self.internal_properties if found.name == name), None)


class HeapUsage(msgspec.Struct, rename="camel", frozen=True):
    used_size: float
    total_size: float
    embedder_heap_used_size: float | None = None
    backing_storage_size: float | None = None


class ScriptParsed(msgspec.Struct, frozen=True):
    """`source_map_url` may be a whole map, as a `data:` URL."""

    script_id: str = msgspec.field(name="scriptId")
    url: str = ""
    source_map_url: str = msgspec.field(name="sourceMapURL", default="")


class SnapshotChunk(msgspec.Struct, frozen=True):
    chunk: str


class SnapshotProgress(msgspec.Struct, frozen=True):
    done: int
    total: int
    finished: bool = False


class WorkerInfo(msgspec.Struct, rename="camel", frozen=True):
    worker_id: str
    type: str
    title: str
    url: str


class WorkerAttached(msgspec.Struct, rename="camel", frozen=True):
    session_id: str
    worker_info: WorkerInfo


class WorkerDetached(msgspec.Struct, rename="camel", frozen=True):
    session_id: str
