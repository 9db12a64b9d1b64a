"""A sampling profile as a JSON document and as text."""

from __future__ import annotations

from collections.abc import Sequence

from tuiinspect.diagnosis.allocations import FunctionGrowth, StackGrowth, by_function
from tuiinspect.report.documents import SCHEMA, Document
from tuiinspect.samples import AllocationProfile, Frame, Prediction
from tuiinspect.text import clean, format_bytes, format_count, format_duration

_TOP = 20
_TOP_STACKS = 5
_MOST_FRAMES = 8


def prediction_text(prediction: Prediction, span_s: float, readings: int) -> str:
    """What sampling is going to do to the target."""
    pause = format_duration(prediction.pause_s)
    return (
        f"allocations are sampled for {format_duration(span_s)}: the {prediction.held_up} takes 0 to 16 % "
        f"more CPU;\neach of {readings} readings is a full collection, which holds it up for up to {pause}"
    )


def allocations_document(
    stacks: Sequence[StackGrowth],
    last: AllocationProfile,
    *,
    cost_s: float,
    predicted_s: float | None,
    readings: int,
) -> Document:
    """`allocations --json`; `count` is of the sampled objects that live.

    `predicted_s` is None where nobody knew how often it would be read.
    """
    span = stacks[0].span_s if stacks else 0.0
    return {
        "schema": SCHEMA,
        "span_s": span,
        "sampled_s": last.t - last.started,
        "interval": last.interval or None,
        "foreign": last.foreign,
        "live_bytes": last.total_bytes,
        "heap_growth": stacks[0].heap_growth if stacks else None,
        "functions": [growth_document(each) for each in by_function(stacks)],
        "stacks": [_stack_document(each) for each in stacks if not each.ours],
        "cost": {"pause_s": cost_s, "predicted_s": predicted_s, "readings": readings},
    }


def growth_document(each: FunctionGrowth) -> Document:
    return {
        **frame_document(each.frame),
        "bytes": each.bytes,
        "count": each.count,
        "growth": each.growth,
        "per_s": each.per_minute / 60,
        "certain": each.certain,
    }


def _stack_document(each: StackGrowth) -> Document:
    return {
        "bytes": each.stack.bytes,
        "count": each.stack.count,
        "growth": each.growth,
        "per_s": each.per_s,
        "frames": [frame_document(frame) for frame in each.stack.frames],
    }


def frame_document(frame: Frame) -> Document:
    return {
        "function": frame.function,
        "file": frame.file,
        "line": frame.line,
        "column": frame.column,
        "kind": frame.kind,
    }


def frame_words(frame: Frame) -> str:
    """`retain at src/main.ts:8:24`, or the name alone of a native function."""
    name = clean(frame.function, 80)
    if frame.file is None or frame.line is None:
        return name
    return f"{name} at {clean(frame.file, 120)}:{frame.line}:{frame.column}"


def allocations_text(document: Document) -> str:
    """Functions by growth, then the stacks that grew most."""
    functions, stacks = document["functions"], document["stacks"]
    lines = [
        f"{format_bytes(document['live_bytes'])} live of what was allocated in "
        f"{format_duration(document['sampled_s'])}{_estimate(document)}; "
        f"growth over {format_duration(document['span_s'])}:",
        f"  {'growth':>9} {'per min':>9} {'live':>9}  function",
    ]
    heap_growth = document["heap_growth"]
    if heap_growth is not None:
        lines.insert(1, f"the heap itself grew by {format_bytes(heap_growth, signed=True)} meanwhile")
    lines.extend(_function_line(each) for each in functions[:_TOP])
    if len(functions) > _TOP:
        lines.append(f"{'':33}… {format_count(len(functions) - _TOP)} more (--json has them)")
    lines += ["", f"stacks, the innermost function first; readings held the target up for "
              f"{format_duration(document['cost']['pause_s'])} in all:"]  # fmt: skip
    grown = [each for each in stacks if each["growth"] > 0] or stacks
    for each in grown[:_TOP_STACKS]:
        lines.append(
            f"  {format_bytes(each['growth'], signed=True):>9} {'':>9} {format_bytes(each['bytes']):>9}  "
            + "\n".join(_stack_lines([_frame(frame) for frame in each["frames"]]))
        )
    return "\n".join(lines)


def _estimate(document: Document) -> str:
    samples = format_count(sum(stack["count"] for stack in document["stacks"]))
    every = f", one for each {format_bytes(document['interval'])}" if document["interval"] else ""
    whose = "of another client's sampling " if document.get("foreign") else ""
    return f" (estimated from {samples} samples {whose}that live{every})"


def _function_line(each: Document) -> str:
    mark = "▲" if each["certain"] else " "
    growth, per_minute = (format_bytes(size, signed=True) for size in (each["growth"], each["per_s"] * 60))
    return f"{mark} {growth:>9} {per_minute:>9} {format_bytes(each['bytes']):>9}  {frame_words(_frame(each))}"


def _frame(document: Document) -> Frame:
    return Frame(*(document[name] for name in ("function", "file", "line", "column", "kind")))


def _stack_lines(frames: Sequence[Frame]) -> list[str]:
    """Frames of Node and of V8 between the program's say little: they are counted."""
    lines: list[str] = []
    skipped = 0
    for index, frame in enumerate(frames):
        if frame.kind == "program" or index == 0:
            lines.append(frame_words(frame))
        else:
            skipped += 1
    if len(lines) > _MOST_FRAMES:
        lines[_MOST_FRAMES:] = [f"… {len(lines) - _MOST_FRAMES} more"]
    if skipped:
        lines.append(f"({format_count(skipped)} of Node's own left out)")
    return [lines[0], *(f"{'':33}{text}" for text in lines[1:])]
