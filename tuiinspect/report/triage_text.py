"""A triage's document as text for a terminal, and as Markdown to paste into a ticket."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from tuiinspect.diagnosis.counters import number_words
from tuiinspect.report.documents import Document
from tuiinspect.report.markdown import escaped, listed
from tuiinspect.samples import function_words
from tuiinspect.text import clean, format_bytes, format_duration, format_number

_BARS = " ▁▂▃▄▅▆▇█"
_PICTURE_WIDTH = 60
_LEAST_NAME, _LONGEST_NAME = 14, 30
_MOST_FUNCTIONS = 8


def triage_text(document: Document) -> str:
    """The verdict first, then each suspect with its evidence, then what it cost."""
    lines = [clean(document["summary"], 1000), ""]
    for suspect in document["suspects"]:
        lines += [
            f"{suspect['rank']}. {clean(suspect['summary'], 600)}",
            *_indented(suspect_details(suspect)),
            "",
        ]
    lines += _section("Grew, and not accused:", document["healthy"])
    lines += _section("What is missing:", document["missing"])
    lines += _section("Your counters:", list(_counters(document)))
    lines += _section("Side by side:", list(_side_by_side(document)))
    lines += _section("Allocated, and stays:", list(_allocations(document)))
    lines += ["Series:", *_indented(_series(document)), ""]
    lines += [*_indented(_pictures(document)), ""]
    lines += _section("What it cost:", list(_cost(document)))
    lines += _section("Notes:", document["notes"])
    return "\n".join(lines).rstrip() + "\n"


def triage_markdown(document: Document) -> str:
    """The same for a ticket: headings, lists, the retainer path as code."""
    target = document["target"]
    lines = [
        f"## tuiinspect: {clean(document['verdict'])} in {escaped(target['title'])}",
        "",
        escaped(document["summary"], 1000),
        "",
        f"pid {target['pid']}, Node {escaped(target['node'])}, "
        f"watched for {format_duration(document['span_s'])}",
        "",
    ]
    for suspect in document["suspects"]:
        lines += [f"### {suspect['rank']}. {escaped(suspect['summary'], 600)}", ""]
        lines += [f"- {escaped(detail, 400)}" for detail in suspect_details(suspect)]
        lines.append("")
    for title, items in (
        ("Grew, and not accused", document["healthy"]),
        ("What is missing", document["missing"]),
        ("Your counters", list(_counters(document))),
        ("Side by side", list(_side_by_side(document))),
        ("Allocated, and stays", list(_allocations(document))),
        ("What it cost", list(_cost(document))),
        ("Notes", document["notes"]),
    ):
        lines += listed(title, items)
    lines += ["### Series", "", "```", *_series(document), "", *_pictures(document), "```", ""]
    return "\n".join(lines)


def suspect_details(suspect: Document) -> Iterator[str]:
    """What is known of one suspect, a `name: words` each."""
    yield f"kind: {suspect['kind']}, thread: {suspect['thread']}, confidence: {suspect['confidence']}"
    holder = suspect["holder"]
    if holder is not None:
        identity = f" @{holder['id']}" if holder["id"] is not None else ""
        yield f"holder: {holder['path']} ({holder['class']}{identity})"
    yield from (
        f"accumulates: {one['class']} +{one['added']:,}, {_freed(one)}{_held_bytes(one)}{_at(one)}"
        for one in suspect["accumulates"]
    )
    yield from (f"added at: {_function(place)}" for place in suspect["added_at"][:5])
    if suspect["retainer_path"]:
        yield "held by: " + " <- ".join(suspect["retainer_path"])
    yield from (f"evidence: {words}" for words in suspect["evidence"])
    if suspect["advice"]:
        yield f"what to do: {suspect['advice']}"


def _freed(one: Document) -> str:
    return "none freed" if not one["removed"] else f"{one['removed']:,} freed"


def _held_bytes(one: Document) -> str:
    return f", {format_bytes(one['bytes'], signed=True)}" if one["bytes"] else ""


def _at(one: Document) -> str:
    return f" ({one['location']})" if one["location"] else ""


def _function(place: Document) -> str:
    name = function_words(place["function"])
    if place["file"] is None or place["line"] is None:
        return name
    column = f":{place['column']}" if place["column"] is not None else ""
    return f"{name} at {place['file']}:{place['line']}{column} ({place['count']:,})"


def _series(document: Document) -> Iterator[str]:
    for name, slope in zip(_column(document["series"]), document["series"].values(), strict=True):
        per_minute = format_bytes(slope["slope_bytes_per_s"] * 60, signed=True)
        low, high = (format_bytes(slope[side] * 60, signed=True) for side in ("low", "high"))
        yield (
            f"{name} {per_minute}/min (between {low} and {high}), fit {slope['r2']:.2f} "
            f"over {format_duration(slope['span_s'])}"
        )


def _pictures(document: Document) -> Iterator[str]:
    shown = [picture for picture in document["pictures"] if picture["values"]]
    for name, picture in zip(_column(picture["name"] for picture in shown), shown, strict=True):
        values = picture["values"]
        low, high = min(values), max(values)
        line = bars(values, _PICTURE_WIDTH)
        words = number_words if picture.get("unit") == "count" else format_bytes
        yield f"{name} {line} {words(low)} to {words(high)}"


def _column(names: Iterable[str]) -> list[str]:
    """Names of one width."""
    cleaned = [clean(name, _LONGEST_NAME) for name in names]
    width = max([_LEAST_NAME, *map(len, cleaned)])
    return [f"{name:<{width}}" for name in cleaned]


def _counters(document: Document) -> Iterator[str]:
    for fact in document.get("counters", ()):
        yield f"{fact['words']}: {fact['expression']}"


_GOES_WITH = {"the other": "goes with it", "time": "goes with time", "either": "goes with time, or with it"}


def _side_by_side(document: Document) -> Iterator[str]:
    """Those of which the one goes with the other, or with time."""
    for one in document.get("side_by_side", ()):
        goes = _GOES_WITH.get(one["follows"])
        if goes is not None:
            number = format_bytes(one["value"]) if one["unit"] == "bytes" else format_number(one["value"])
            r = f"r {one['correlation']:.2f}, " if one["correlation"] is not None else ""
            yield f"{one['name']}: {number} ({r}{goes})"


def _allocations(document: Document) -> Iterator[str]:
    """The functions whose sampled objects stay, those that allocated most first."""
    for each in document.get("allocations", ())[:_MOST_FUNCTIONS]:
        place = f" at {each['file']}:{each['line']}" if each["file"] is not None else ""
        growth, pace = (format_bytes(size, signed=True) for size in (each["growth"], each["per_s"] * 60))
        yield f"{growth} ({pace}/min) {each['function']}{place}"


def bars(values: Sequence[float], width: int) -> str:
    """A series as one line of bars between its least and its greatest value; the mean of each column."""
    low, high = min(values), max(values)
    if len(values) > width:
        edges = [len(values) * place // width for place in range(width + 1)]
        values = [sum(values[begin:end]) / (end - begin) for begin, end in pairwise(edges)]
    spread = (high - low) or 1
    return "".join(_BARS[1 + round((value - low) / spread * (len(_BARS) - 2))] for value in values)


def _cost(document: Document) -> Iterator[str]:
    cost = document["cost"]
    for step in cost["steps"]:
        yield (
            f"{step['what']} of {step['thread']}: it stood still for {format_duration(step['pause_s'])} "
            f"(predicted: {format_duration(step['predicted_s'])})"
        )
    before, after = format_bytes(cost["target_rss_before"]), format_bytes(cost["target_rss_after"])
    yield f"RSS {before} before, {after} after"


def _section(title: str, items: Sequence[str]) -> list[str]:
    return [title, *_indented(items), ""] if items else []


def _indented(lines: Iterator[str] | Sequence[str]) -> list[str]:
    return [f"   {clean(line, 400)}" for line in lines]
