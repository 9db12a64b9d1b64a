"""What pane 6 says about the sampling itself: what it would cost, when it last read, and what that cost."""

from __future__ import annotations

from tuiinspect.probes.predict import Room, walk_prediction
from tuiinspect.samples import MemorySample
from tuiinspect.session.allocations import FIRST_READING_S, READ_EVERY_S
from tuiinspect.text import clean, format_bytes, format_count, format_duration
from tuiinspect.ui.durations import rounded_duration
from tuiinspect.ui.lines import Line, Piece, line
from tuiinspect.ui.sampling_state import SamplingState


def off_lines(sampling: SamplingState, latest: MemorySample | None) -> tuple[Line, ...]:
    """Nothing was read yet and nothing is: how to begin, and the cost of it."""
    why = (line(Piece(f"! {sampling.why}.", "warn")), ()) if sampling.why else ()
    return (
        *why,
        line(Piece("a", "key"), " samples which functions allocate what stays alive from then on."),
        line(Piece(cost_words(latest), "dim")),
        line(Piece("What was allocated before, and memory outside the heap, is not seen.", "dim")),
        line(Piece("What V8 has inlined into its caller counts as the caller's.", "dim")),
    )


def waiting_lines() -> tuple[Line, ...]:
    return (line(Piece(f"The first reading comes {FIRST_READING_S:.0f} s after the start …", "dim")),)


def cost_words(latest: MemorySample | None) -> str:
    """The price in one line."""
    pause = ""
    if latest is not None:
        predicted = walk_prediction("reading", latest.heap_used, latest.rss, Room()).pause_s
        pause = f", up to {format_duration(predicted)} for this heap"
    return f"It costs 0 to 16 % CPU, and a full collection each {READ_EVERY_S:.0f} s{pause}."


def summaries(sampling: SamplingState, now: float | None) -> tuple[Line, ...]:
    """What is said in the pane's head, longest form first."""
    history, latest = sampling.history, sampling.history.latest
    if latest is None:
        return (line(Piece("sampling" if sampling.on else "off", "good" if sampling.on else "dim")),)
    if sampling.saved is not None:
        return _saved_summaries(sampling, sampling.saved)
    growing = sum(row.growing for row in history.rows())
    grown = Piece(f"▲ {growing} growing" if growing else "– none grows", "warn" if growing else "dim")
    off = line(Piece(" off ", "badge"), " ") if not sampling.on else ()
    since = "the mark" if history.marked else "the first reading"
    span = f"growth since {since}, {rounded_duration(history.span_s)}"
    age = f"read {rounded_duration(max(0.0, now - latest.t))} ago" if now is not None else "read"
    cost = f"{age}: {format_duration(latest.cost_s)} pause"
    samples = format_count(sum(stack.count for stack in latest.stacks))
    # What else had begun to sample does not say how densely.
    every = f", one each {format_bytes(latest.interval)}" if latest.interval else ""
    live = f"{format_bytes(latest.total_bytes)} live, {samples} samples{every}"
    return (
        (*off, grown, Piece(f"  {live}  {span}  {cost}", "dim")),
        (*off, grown, Piece(f"  {span}  {cost}", "dim")),
        (*off, grown, Piece(f"  {cost}", "dim")),
        (*off, grown),
    )


def _saved_summaries(sampling: SamplingState, name: str) -> tuple[Line, ...]:
    history, latest = sampling.history, sampling.history.latest
    assert latest is not None
    samples = format_count(sum(stack.count for stack in latest.stacks))
    live = f"{format_bytes(latest.total_bytes)} live, {samples} samples"
    span = f"  growth over {rounded_duration(history.span_s)}" if history.span_s > 0 else ""
    return (
        line(clean(name, 60), Piece(f"  {live}{span}", "dim")),
        line(clean(name, 30), Piece(f"  {format_bytes(latest.total_bytes)} live{span}", "dim")),
        line(clean(name, 30), Piece(span, "dim")),
        line(clean(name, 20)),
    )
