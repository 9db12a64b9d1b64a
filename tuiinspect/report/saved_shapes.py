"""What a saved document must have for its text to be read from it; it may have more."""

from __future__ import annotations

from typing import NotRequired, TypedDict


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


class Findings(TypedDict):
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


class _Watched(TypedDict):
    pid: int
    thread: str
    node: str
    title: str


class _Memory(TypedDict):
    heap_used: int
    heap_limit: int
    external: int
    rss: int


class _Trend(TypedDict):
    slope_bytes_per_s: float
    span_s: float
    r2: float
    basis: str
    seconds_to_limit: float | None


_Emitter = TypedDict(
    "_Emitter",
    {
        "class": str,
        "name": str | None,
        "where": str | None,
        "event": str,
        "count": int,
        "growth": int,
        "per_s": float,
        "added_at": list[_Place],
        "held": NotRequired[str | None],
    },
)


class _Frame(TypedDict):
    function: str
    file: str | None
    line: int | None
    column: int | None
    kind: str


class _Sampled(_Frame):
    bytes: int
    growth: int
    per_s: float
    certain: bool


class _Stack(TypedDict):
    bytes: int
    count: int
    growth: int
    frames: list[_Frame]


class _Held(TypedDict):
    pause_s: float


class _Sampling(TypedDict):
    span_s: float
    sampled_s: float
    interval: int | None
    live_bytes: int
    heap_growth: int | None
    functions: list[_Sampled]
    stacks: list[_Stack]
    cost: _Held


class Report(TypedDict):
    target: _Watched | None
    memory: _Memory | None
    trend: _Trend | None
    emitters: list[_Emitter]
    triage: NotRequired[Findings]
    allocations: NotRequired[_Sampling]
