"""The JavaScript that runs in the target, put together from the files beside this one."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tuiinspect.samples import Counter

_READING = ("collector", "loop", "servers", "memory")
_PARTS = (
    "builtins",
    "emitters",
    "names",
    "classes",
    "collections",
    "rounds",
    "registry",
    "sizes",
    "patterns",
    "ranking",
    "listeners",
    "signals",
    "walk",
    "places",
    "reach",
    "scopes",
    "stack",
    "callsites",
    "captured",
    "functions",
    "survivors",
    "dictionaries",
    "weak",
    "largest",
    "timers",
    "census",
    "wrappers",
    "hook",
    *_READING,
    "counters",
    "text",
    "lease",
)
_WATCHER_PARTS = ("builtins", "names", *_READING, "lease")

# Node's own modules: the function exists since 20.16 and 22.3, `require` in evaluations only.
_LOAD = "process.getBuiltinModule ?? require"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much the agent may take of the target, and how long it stays without being asked.

    `patience` is how many times as long as elsewhere a census may look for dictionaries.
    """

    threshold: int = 5
    top: int = 200
    top_collections: int = 60
    reach_s: float = 0.05
    recount_s: float = 0.02
    sizes_s: float = 0.005
    counter_s: float = 0.1
    patience: float = 1.0
    lease_s: float = 30.0
    tick_s: float = 5.0

    def ticks(self, seconds: float) -> int:
        return math.ceil(seconds / self.tick_s)


@cache
def source(name: str) -> str:
    """The text of one file, which is a single expression, without what is there for people.

    Node 20 and older lose a message to a worker thread that is longer than 128 KiB.
    """
    text = files(__package__).joinpath(f"{name}.js").read_text(encoding="utf-8")
    return "\n".join(_code_lines(text))


def _code_lines(text: str) -> Iterator[str]:
    """Lines without indent, and without those that are comments from their beginning to their end."""
    comment = False
    for line in map(str.strip, text.splitlines()):
        comment = comment or line.startswith("/*")
        if line and not comment and not line.startswith("//"):
            yield line
        comment = comment and not line.endswith("*/")


def agent_expression(
    limits: Limits,
    *,
    hook: bool,
    call_sites: bool = False,
    close_inspector: str | None,
    owner: str | None,
    counters: Sequence[Counter] = (),
) -> str:
    """An expression whose value is a new agent. Each part closes over its arguments only."""
    options = {
        "hook": hook,
        "callSites": call_sites,
        "owner": owner,
        "threshold": limits.threshold,
        "top": limits.top,
        "reachBudget": limits.reach_s,
        "recountBudget": limits.recount_s,
        "topCollections": limits.top_collections,
        "sizesBudget": limits.sizes_s,
        "counters": [{"name": one.name, "expression": one.expression} for one in counters],
        "patience": limits.patience,
        "counterLimitMs": round(limits.counter_s * 1000),
        **_lease(limits, close_inspector=close_inspector),
    }
    return _composed("agent", _PARTS, options)


def watcher_expression(limits: Limits, *, close_inspector: str | None) -> str:
    """An expression whose value is a new watcher, the agent's small form."""
    return _composed("watcher", _WATCHER_PARTS, _lease(limits, close_inspector=close_inspector))


def _lease(limits: Limits, *, close_inspector: str | None) -> dict[str, object]:
    """`close_inspector` is the URL of the inspector that is to be closed at its end, if any."""
    return {
        # Its host is another one seen from elsewhere; the id at the end says which inspector it is.
        "closeInspector": None if close_inspector is None else close_inspector.rpartition("/")[2],
        "tickMs": round(limits.tick_s * 1000),
        "leaseTicks": limits.ticks(limits.lease_s),
    }


def _composed(name: str, parts: Sequence[str], options: Mapping[str, object]) -> str:
    sources = ",\n".join(f"{part}: {source(part)}" for part in parts)
    call = f"{source(name)}({{\n{sources}\n}}, {_LOAD}, {json.dumps(options)})"
    return f"{call}\n//# sourceURL=tuiinspect-{name}.js"
