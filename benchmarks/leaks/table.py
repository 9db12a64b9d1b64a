"""The results as a Markdown table and as scores."""

from __future__ import annotations

import statistics
from collections.abc import Iterable
from typing import Any

_HEAD = """# Triage: leaking programs, their twins, and healthy programs that look ill

Made by `python benchmarks/triage.py --write`. Of each leak the twin differs in the fault alone: the
corrected version of the package, or the corrected line. Solved is a leak when the verdict is `leak`, the
accumulating class is among the first three suspects and its holder is named; a healthy program when the
verdict is `no leak`. The cases kept aside were not looked at while the finder was made. Pauses: what
triage says it cost in all, and the longest answer that a visitor waited for meanwhile.
"""

_COLUMNS = (
    "program",
    "Node",
    "verdict",
    "solved",
    "suspects",
    "time s",
    "pauses s",
    "longest wait s",
    "RSS MB",
    "serves",
)


def table(results: list[dict[str, Any]]) -> str:
    """The document: scores, then a table of the leaks and one of the healthy programs."""
    parts = [_HEAD, scores(results)]
    for title, leaks in (("Leaks", True), ("Healthy programs", False)):
        rows = [_row(result) for result in results if result["leaks"] == leaks]
        parts.append(f"\n## {title}\n\n{_markdown(_COLUMNS, rows)}")
    return "\n".join(parts)


def scores(results: list[dict[str, Any]]) -> str:
    """Solved and accused, of the cases worked on and of those kept aside."""
    lines = []
    for name, aside in (("worked on", False), ("kept aside", True)):
        part = [result for result in results if result["aside"] == aside]
        if part:
            lines.append(f"{name}: {_score(part)}")
    times = [result["seconds"] for result in results if "seconds" in result]
    if times:
        lines.append(f"median time {statistics.median(times):.0f} s")
    return "\n\n".join(lines) + "\n"


def _score(results: list[dict[str, Any]]) -> str:
    leaks = [result for result in results if result["leaks"]]
    healthy = [result for result in results if not result["leaks"]]
    accused = [result["name"] for result in healthy if result["accused"]]
    unsure = sum(1 for result in healthy if not result["accused"] and not result["solved"])
    return (
        f"{_solved(leaks)} of {len(leaks)} leaks solved; of {len(healthy)} healthy programs "
        f"{_solved(healthy)} acquitted, {unsure} undecided, {len(accused)} accused"
        + (f" ({', '.join(accused)})" if accused else "")
    )


def _solved(results: list[dict[str, Any]]) -> int:
    return sum(1 for result in results if result["solved"])


def _row(result: dict[str, Any]) -> tuple[str, ...]:
    wait = result.get("longest_pause_s")
    weights = [f"{result[key] / 1e6:.0f}" for key in ("rss_before", "rss_peak", "rss_after") if key in result]
    return (
        result["name"] + (" (aside)" if result["aside"] else ""),
        result["node"],
        result["verdict"],
        "yes" if result["solved"] else "**accused**" if result["accused"] else "**no**",
        "<br>".join(_cell(suspect) for suspect in result.get("suspects", [])),
        f"{result.get('seconds', 0):.0f}",
        f"{result.get('pause_s', 0):.2f}",
        "" if wait is None else f"{wait:.2f}",
        " → ".join(weights),
        "yes" if result.get("serves") else "**no**",
    )


def _cell(text: str) -> str:
    # Names come from the programs: what Markdown would read as its own is made harmless.
    shown = text if len(text) <= 100 else text[:99] + "…"
    return "`" + shown.replace("`", "'").replace("|", "\\|") + "`"


def _markdown(columns: Iterable[str], rows: Iterable[tuple[str, ...]]) -> str:
    columns = tuple(columns)
    lines = [columns, tuple("---" for _ in columns), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"
