"""What a live target shows, as JSON documents and as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tuiinspect.diagnosis.trend import Trend
from tuiinspect.history import ListenerRow
from tuiinspect.report.documents import SCHEMA, Document, emitter_document, function_document
from tuiinspect.samples import (
    CallSite,
    CounterValue,
    ListenerFunction,
    ListenersSample,
    MemorySample,
)
from tuiinspect.text import clean, format_bytes, format_count, format_duration

Located = Mapping[tuple[int, str], Sequence[ListenerFunction]]


def sample_document(
    sample: MemorySample, native: int | None = None, counters: Sequence[CounterValue] = ()
) -> Document:
    """One line of `watch --json`; `native` is what no heap of the process accounts for."""
    process = sample.process
    return {
        "schema": SCHEMA,
        "t": sample.t,
        "thread": sample.thread,
        "heap_used": sample.heap_used,
        "heap_total": sample.heap_total,
        "heap_limit": sample.heap_limit,
        "external": sample.external,
        "array_buffers": sample.array_buffers,
        "rss": sample.rss,
        "cpu_percent": sample.cpu_percent,
        "loop_delay_ms": sample.loop_delay_ms,
        "resources": dict(sample.resources),
        "gc_floor": sample.gc_floor,
        "cost_s": sample.cost_s,
        "native": native,
        "loop_utilisation": sample.loop_utilisation,
        "servers": [
            {"name": server.name, "connections": server.connections, "busy": server.busy}
            for server in sample.servers
        ],
        "requests": sample.requests,
        "gc": {
            kind: {"count": total.count, "pause_s": total.pause_s}
            for kind, total in (sample.collection_totals or {}).items()
        },
        "os_threads": process.threads if process is not None else None,
        "fds": process.fds if process is not None else None,
        "counters": {counter.name: counter.value for counter in counters},
    }


_SAMPLE_COLUMNS = "heap used    floor  limit  external      RSS   native    CPU     delay"


def sample_line(
    sample: MemorySample, native: int | None = None, *, header: bool = False, thread: bool = False
) -> str:
    """One sample for a person: under the column names with `header`, with its thread first with `thread`."""
    floor = format_bytes(sample.gc_floor) if sample.gc_floor is not None else "-"
    outside = format_bytes(native) if native is not None else "-"
    line = (
        f"{format_bytes(sample.heap_used):>9} {floor:>8} {sample.heap_used / sample.heap_limit:>6.1%} "
        f"{format_bytes(sample.external):>9} {format_bytes(sample.rss):>8} {outside:>8} "
        f"{sample.cpu_percent:>4.0f} % "
        f"{sample.loop_delay_ms:>6.1f} ms"
    )
    columns = _SAMPLE_COLUMNS
    if thread:
        columns, line = f"{'thread':<10}{columns}", f"{clean(sample.thread, 9):<10}{line}"
    return f"{columns}\n{line}" if header else line


def counter_words(counter: CounterValue) -> str:
    """`cache 1,204`, or `cache -` where there is no value."""
    value = "-" if counter.value is None else f"{counter.value:,.10g}"
    return f"{clean(counter.name, 40)} {value}"


def rate_per_minute(bytes_per_s: float) -> str:
    return f"{bytes_per_s * 60 / 1e6:+.2f} MB/min"


def trend_sentence(trend: Trend | None) -> str:
    """How the heap moves, over which span, and the time left to the limit."""
    return trend_words(trend_document(trend))


def trend_document(trend: Trend | None) -> Document | None:
    if trend is None:
        return None
    return {
        "slope_bytes_per_s": trend.slope_bytes_per_s,
        "span_s": trend.span_s,
        "r2": trend.r2,
        "basis": trend.basis,
        "seconds_to_limit": trend.seconds_to_limit,
    }


def trend_words(trend: Document | None) -> str:
    if trend is None:
        return "too few samples for a slope"
    sentence = (
        f"heap {rate_per_minute(trend['slope_bytes_per_s'])} over {format_duration(trend['span_s'])} "
        f"({clean(trend['basis'], 30)}, fit {trend['r2']:.2f})"
    )
    left = trend["seconds_to_limit"]
    if left is not None:
        sentence += f"; at this slope the heap limit is reached in {format_duration(left)}"
    return sentence


def row_document(row: ListenerRow, functions: Sequence[ListenerFunction]) -> Document:
    return {
        **emitter_document(row.count),
        "growth": row.growth,
        "per_s": row.growth / row.span_s if row.span_s > 0 else 0.0,
        "added_at": [function_document(function) for function in functions],
        "held": None if row.held is None else row.held.sentence,
    }


def listeners_document(
    rows: Sequence[ListenerRow],
    located: Located,
    latest: ListenersSample,
    *,
    span_s: float,
    pause_s: float,
) -> Document:
    """`listeners --json`."""
    return {
        "schema": SCHEMA,
        "span_s": span_s,
        "emitters": [row_document(row, located.get(row.key, ())) for row in rows],
        "totals": {"emitters": latest.emitters, "listeners": latest.listeners, "events": latest.events},
        "call_sites": latest.call_sites,
        "unseen": unseen_words(hook=latest.hook, censused=False),
        "cost": {"pause_s": pause_s},
    }


def place(function: ListenerFunction) -> str:
    """`deliver() at server.js:21:12`, or just the name of a native function."""
    return place_words(function.function, function.file, function.line, function.column)


def place_words(function: str, file: str | None, line: int | None, column: int | None) -> str:
    name = clean(function, 80) or "(anonymous)"
    if file is None or line is None:
        return name
    return f"{name} at {clean(file, 120)}:{line}:{column}"


def unseen_words(*, hook: bool, censused: bool) -> str:
    """Which emitters are not among those that are counted."""
    if censused:
        few = " and have under 5 listeners an event" if hook else ""
        return f"not seen: emitters that came after the census, out of reach{few}"
    if hook:
        return "not seen before a census: emitters out of reach without a new 5th or later listener"
    return "not seen before a census: emitters that no module, global or handle leads to"


def site_words(site: CallSite) -> str:
    """`server.js:46:9 in subscribe()`: where `.on()` was called."""
    caller = f" in {clean(site.function, 80)}()" if site.function else ""
    return f"{clean(site.file, 120)}:{site.line}:{site.column}{caller}"


def emitter_words(row: ListenerRow) -> str:
    """The emitter as a person would point at it: its name, class and module, as far as they are known."""
    return emitter_name(row.count.name, row.count.class_name, row.count.where)


def emitter_name(name: str | None, class_name: str, where: str | None) -> str:
    words = f"{clean(name, 60)} ({clean(class_name, 60)})" if name else clean(class_name, 60)
    return f"{words}, {clean(where, 80)}" if where else words


def listeners_text(
    rows: Sequence[ListenerRow], located: Located, latest: ListenersSample, *, span_s: float, top: int = 20
) -> str:
    """The rows that grew, then the largest, with where their functions stand."""
    lines = [
        f"{format_count(latest.listeners)} listeners of {format_count(latest.events)} events "
        f"on {format_count(latest.emitters)} emitters; growth over {format_duration(span_s)}:"
    ]
    for row in rows[:top]:
        limit = {None: "-", 0: "unlimited"}.get(row.count.max_listeners, str(row.count.max_listeners))
        lines.append(
            f"{format_count(row.growth, signed=True):>8} {format_count(row.count.count):>8}  "
            f"'{clean(row.count.event, 60)}' of {emitter_words(row)} (max {limit})"
        )
        for function in list(located.get(row.key, ()))[:3]:
            lines.append(f"{'':19}{format_count(function.count)} x {place(function)}")
            lines.extend(
                f"{'':21}{format_count(site.count)} added at {site_words(site)}"
                for site in function.call_sites[:3]
            )
    if len(rows) > top:
        lines.append(f"{'':19}… {format_count(len(rows) - top)} more rows (--json has them)")
    lines.append(unseen_words(hook=latest.hook, censused=False))
    return "\n".join(lines)
