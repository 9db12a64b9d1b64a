"""`--counter NAME=EXPRESSION`: what the user wants counted in the target, by code of the user's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import click

from tuiinspect.commands.live import note
from tuiinspect.errors import UsageError
from tuiinspect.samples import Counter
from tuiinspect.text import clean

MOST_COUNTERS: Final = 10

counter_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--counter",
    "counters",
    multiple=True,
    metavar="NAME=EXPRESSION",
    help="Evaluate EXPRESSION in the target with each sample, as \"cache=require('./lib/cache').size\".",
)


def parse_counters(given: Sequence[str]) -> tuple[Counter, ...]:
    """Read the options.

    Raises:
        UsageError: one has no name or no expression, a name comes twice, or there are too many.
    """
    counters: list[Counter] = []
    for text in given:
        name, equals, expression = (part.strip() for part in text.partition("="))
        if not (name and equals and expression):
            raise UsageError(
                f"a counter is NAME=EXPRESSION, and this is not: {clean(text, 80)}",
                advice="For example: --counter \"cache=require('./lib/cache').size\"",
            )
        if any(name == counter.name for counter in counters):
            raise UsageError(f"two counters are called {clean(name, 40)}")
        counters.append(Counter(name, expression))
    if len(counters) > MOST_COUNTERS:
        raise UsageError(f"at most {MOST_COUNTERS} counters are evaluated, and these are {len(counters)}")
    return tuple(counters)


def announce(counters: Sequence[Counter]) -> None:
    """Say that this runs code of the user's in the target, before it does."""
    for counter in counters:
        note(
            f"counter {clean(counter.name, 40)}: runs your code in the target with each sample, for at most "
            f"100 ms: {clean(counter.expression, 120)}"
        )
