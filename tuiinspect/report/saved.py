"""Findings and reports that were saved as JSON, read again: only what can be shown whole counts as such."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from tuiinspect.errors import UnreadableFile
from tuiinspect.report.dashboard import dashboard_markdown, dashboard_text
from tuiinspect.report.documents import SCHEMA, Document
from tuiinspect.report.saved_shapes import Findings, Report
from tuiinspect.report.triage_text import triage_markdown, triage_text
from tuiinspect.text import clean

# Every document of ours begins like this, whoever has indented it since; a snapshot does not.
_BEGINNING = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"schema"\s*:')
_HEAD_SIZE = 1024
# What a report may have to show beside the memory of its target.
_PARTS = ("emitters", "triage", "allocations")


@dataclass(frozen=True, slots=True)
class Saved:
    """What a file held, as it is shown: `verdict` is None where nobody has judged."""

    text: str
    markdown: str
    verdict: str | None


def is_saved(path: Path) -> bool:
    """Whether the file begins as documents of ours do; False for one that cannot be read."""
    try:
        with path.open("rb") as opened:
            return _BEGINNING.match(opened.read(_HEAD_SIZE)) is not None
    except OSError:
        return False


def read_saved(path: Path) -> Saved:
    """The findings of a triage, or the report of a dashboard, in the file.

    Raises:
        UnreadableFile: it cannot be read, or holds something else; the message names the place.
    """
    name = clean(str(path))
    try:
        document: Any = msgspec.json.decode(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    except OSError as error:
        raise UnreadableFile.because_of(name, error) from None
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise _damaged(name, error) from None
    _require_schema(name, document)
    try:
        if isinstance(document, dict) and "emitters" in document and "memory" in document:
            msgspec.convert(document, Report)
            return _report(name, document)
        msgspec.convert(document, Findings)
    except msgspec.MsgspecError as error:
        raise _damaged(name, error) from None
    return Saved(triage_text(document), triage_markdown(document), document["verdict"])


def _report(name: str, document: Document) -> Saved:
    if document["memory"] is None and not any(document.get(part) for part in _PARTS):
        raise UnreadableFile(
            f"{name} is the report of a dashboard that had seen nothing yet: there is nothing to show",
            advice="`w` on the dashboard writes what is seen by then, a triage of `t` too.",
        )
    triage = document.get("triage")
    verdict = triage["verdict"] if triage is not None else None
    return Saved(dashboard_text(document), dashboard_markdown(document), verdict)


def _damaged(name: str, error: Exception) -> UnreadableFile:
    return UnreadableFile(
        f"{name} holds no whole findings of a triage, nor a dashboard's report: {clean(str(error))}",
        advice="`tuiinspect triage -o FILE.json` saves findings, and `w` on the dashboard a report.",
    )


def _require_schema(name: str, document: object) -> None:
    schema = document.get("schema") if isinstance(document, dict) else None
    if isinstance(schema, int) and schema > SCHEMA:
        raise UnreadableFile(
            f"{name} is of a newer tuiinspect (schema {schema})", advice="Open it with that version."
        )
