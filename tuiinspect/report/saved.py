"""Findings that were saved as JSON, read again: only what can be shown whole counts as such."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NotRequired, TypedDict

import msgspec

from tuiinspect.errors import UnreadableFile
from tuiinspect.report.documents import SCHEMA, Document
from tuiinspect.text import clean

# Every document of ours begins like this, whoever has indented it since; a snapshot does not.
_BEGINNING = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"schema"\s*:')
_HEAD_SIZE = 1024


class _Place(TypedDict):
    function: str | None
    file: str | None
    line: int | None
    column: int | None
    count: int


_Accumulated = TypedDict(
    "_Accumulated",
    {"class": str, "added": int, "removed": int, "bytes": int | None, "location": str | None},
)
_Holder = TypedDict("_Holder", {"class": str, "path": str, "id": int | None})


class _Suspect(TypedDict):
    rank: int
    summary: str
    kind: str
    thread: str
    confidence: str
    accumulates: list[_Accumulated]
    holder: _Holder | None
    added_at: list[_Place]
    retainer_path: list[str]
    evidence: list[str]
    advice: str | None


class _Series(TypedDict):
    slope_bytes_per_s: float
    low: float
    high: float
    r2: float
    span_s: float


class _Picture(TypedDict):
    name: str
    values: list[float]


class _Step(TypedDict):
    what: str
    thread: str
    pause_s: float
    predicted_s: float


class _Cost(TypedDict):
    steps: list[_Step]
    target_rss_before: int
    target_rss_after: int


class _Target(TypedDict):
    pid: int
    node: str
    title: str


class _Counter(TypedDict):
    words: str
    expression: str


class _SideBySide(TypedDict):
    name: str
    unit: str
    value: float
    correlation: float | None
    follows: str


class _Allocated(TypedDict):
    function: str
    file: str | None
    line: int | None
    growth: int
    per_s: float


class _Findings(TypedDict):
    target: _Target
    t: float
    span_s: float
    verdict: str
    summary: str
    series: dict[str, _Series]
    suspects: list[_Suspect]
    cost: _Cost
    healthy: list[str]
    missing: list[str]
    notes: list[str]
    pictures: list[_Picture]
    counters: NotRequired[list[_Counter]]
    side_by_side: NotRequired[list[_SideBySide]]
    allocations: NotRequired[list[_Allocated]]


def is_findings(path: Path) -> bool:
    """Whether the file begins as findings do; False for one that cannot be read."""
    try:
        with path.open("rb") as opened:
            return _BEGINNING.match(opened.read(_HEAD_SIZE)) is not None
    except OSError:
        return False


def read_findings(path: Path) -> Document:
    """The document in the file.

    Raises:
        UnreadableFile: it cannot be read, or holds something else; the message names the place.
    """
    name = clean(str(path))
    try:
        document: Any = msgspec.json.decode(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
        _require_schema(name, document)
        msgspec.convert(document, _Findings)
    except OSError as error:
        raise UnreadableFile(f"cannot read {name}: {error.strerror or error}") from None
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise UnreadableFile(
            f"{name} holds no whole findings of a triage: {clean(str(error))}",
            advice="`tuiinspect triage -o FILE.json` saves them.",
        ) from None
    findings: Document = document
    return findings


def _require_schema(name: str, document: object) -> None:
    schema = document.get("schema") if isinstance(document, dict) else None
    if isinstance(schema, int) and schema > SCHEMA:
        raise UnreadableFile(
            f"{name} is of a newer tuiinspect (schema {schema})", advice="Open it with that version."
        )
