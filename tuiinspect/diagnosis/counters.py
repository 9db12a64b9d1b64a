"""What the user had counted: does it grow as a leak does? A fact beside the suspects, never one of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tuiinspect.diagnosis.counted import shape_of_counts
from tuiinspect.diagnosis.evidence import CounterSeries
from tuiinspect.diagnosis.findings import CounterFact
from tuiinspect.text import clean, format_duration, format_number


def facts(series: Iterable[CounterSeries]) -> Iterator[CounterFact]:
    """One for each counter, in the order they were named."""
    for one in series:
        points = one.points
        span = points[-1][0] - points[0][0] if points else 0.0
        growth = points[-1][1] - points[0][1] if points else 0.0
        yield CounterFact(
            name=one.name,
            expression=one.expression,
            first=points[0][1] if points else None,
            last=points[-1][1] if points else None,
            span_s=span,
            per_s=growth / span if span > 0 else 0.0,
            grows=shape_of_counts(points).accused,
            why=one.why,
        )


def fact_words(fact: CounterFact) -> str:
    """`counter cache grew steadily from 12 to 1,204 in 1 min (+19.9/s)`."""
    name = f"counter {clean(fact.name, 40)}"
    if fact.first is None or fact.last is None:
        return f"{name} has no value: {clean(fact.why or 'it was never read', 120)}"
    course = f"from {number_words(fact.first)} to {number_words(fact.last)} in {format_duration(fact.span_s)}"
    if not fact.grows:
        return f"{name} went {course}"
    return f"{name} grew steadily {course} ({format_number(fact.per_s, signed=True)}/s)"


def number_words(value: float) -> str:
    """Whole numbers as such, others with as many digits as say something."""
    return f"{value:,.0f}" if value == round(value) else f"{value:,.6g}"
