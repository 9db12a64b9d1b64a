"""Is a triage's answer right? Pure functions from the document and the truth to a judgement."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from leaks.catalogue import Truth

_SUSPECTS_THAT_COUNT = 3
_NAMED = {"high", "medium"}


@dataclass(frozen=True)
class Judgement:
    """`accused` matters more than `solved`: a healthy program that is accused is worse than a leak missed."""

    solved: bool
    verdict_right: bool
    class_named: bool
    holder_named: bool
    accused: bool


def judge(answer: dict[str, Any], truth: Truth) -> Judgement:
    """Compare the document of `triage --json` with what is known of the program."""
    suspects = answer.get("suspects", [])[:_SUSPECTS_THAT_COUNT]
    if not truth.leaks:
        accused = answer["verdict"] == "leak" or any(one.get("confidence") in _NAMED for one in suspects)
        right = answer["verdict"] == "no leak"
        return Judgement(right and not accused, right, class_named=False, holder_named=False, accused=accused)
    suspects = [one for one in suspects if _same_thread(one, truth.thread)]
    class_named = any(_matches(truth.classes, _accumulating(one)) for one in suspects)
    holder_named = any(_matches(truth.holders, _holder_words(one)) for one in suspects)
    right = answer["verdict"] == "leak"
    return Judgement(right and class_named and holder_named, right, class_named, holder_named, accused=False)


def describe(suspect: dict[str, Any]) -> str:
    """A suspect in a few words: class and holder."""
    classes = [str(one.get("class")) for one in suspect.get("accumulates", [])[:2]]
    holder = suspect.get("holder") or {}
    words = holder.get("path") or holder.get("class") or suspect.get("summary", "")
    return f"{', '.join(classes) or '—'} ← {words}"


def _same_thread(suspect: dict[str, Any], thread: str) -> bool:
    return str(suspect.get("thread", "main")).partition(":")[0] == thread.partition(":")[0]


def _accumulating(suspect: dict[str, Any]) -> list[str]:
    return [str(one.get("class", "")) for one in suspect.get("accumulates", [])]


def _holder_words(suspect: dict[str, Any]) -> list[str]:
    holder = suspect.get("holder") or {}
    return [
        str(holder.get("class", "")),
        str(holder.get("path", "")),
        json.dumps(suspect.get("retainer_path", [])),
        str(suspect.get("summary", "")),
    ]


def _matches(patterns: Iterable[str], texts: list[str]) -> bool:
    return any(re.search(pattern, text) for pattern in patterns for text in texts)
