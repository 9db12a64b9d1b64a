"""Findings saved as JSON: read again whole, or refused with the place where they are not."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.diagnosis.evidences import course, listeners, quiet
from tests.support.profiles import profile
from tuiinspect.commands.findings import save_findings
from tuiinspect.diagnosis.allocations import growing_stacks
from tuiinspect.diagnosis.evidence import CounterSeries
from tuiinspect.diagnosis.verdict import conclude
from tuiinspect.errors import UnreadableFile
from tuiinspect.report.saved import is_saved, read_saved
from tuiinspect.report.triage import triage_document
from tuiinspect.report.triage_text import triage_text


def leaking() -> dict[str, Any]:
    """The document of a minute in which an emitter was only ever added to."""
    return triage_document(conclude(quiet(listeners=(listeners(lambda t: 10 + 8 * t),))))


def test_what_was_saved_is_read_again(tmp_path: Path) -> None:
    document = leaking()
    assert document["verdict"] == "leak"
    file = tmp_path / "found.json"
    save_findings(document, file)
    assert is_saved(file)
    assert read_saved(file).text == triage_text(document)


def test_more_fields_and_other_spaces_do_no_harm(tmp_path: Path) -> None:
    file = tmp_path / "found.json"
    file.write_text(json.dumps({**leaking(), "run": {"port": 1}, "later": [1]}, indent=2))
    assert is_saved(file)
    assert read_saved(file).verdict == "leak"


def test_counters_and_allocations_are_read_again(tmp_path: Path) -> None:
    stacks = growing_stacks(profile(0, retained=10), profile(40, retained=110))
    document = triage_document(
        conclude(
            quiet(
                counters=(CounterSeries("cache", "cache.size", course(lambda t: t)),), allocations=stacks[:2]
            )
        )
    )
    file = tmp_path / "found.json"
    save_findings(document, file)
    text = read_saved(file).text
    assert text == triage_text(document)
    assert "counter cache grew steadily from 0 to 60" in text
    assert "+4.10 MB (+6.14 MB/min) retain at src/sessions.ts:40" in text


def test_findings_of_before_there_were_any_open_too(tmp_path: Path) -> None:
    later = ("counters", "side_by_side", "allocations")
    file = tmp_path / "found.json"
    save_findings({name: value for name, value in leaking().items() if name not in later}, file)
    assert "Side by side" not in read_saved(file).text


def test_a_snapshot_is_no_findings(tmp_path: Path) -> None:
    file = tmp_path / "a.heapsnapshot"
    file.write_text('{"snapshot":{"meta":{}}}')
    assert not is_saved(file)
    assert not is_saved(tmp_path / "absent.json")


def _dropped(document: dict[str, Any]) -> None:
    del document["suspects"][0]["summary"]


def _of_another_kind(document: dict[str, Any]) -> None:
    document["series"] = {"rss": {"slope_bytes_per_s": "much", "low": 0, "high": 0, "r2": 0, "span_s": 1}}


@pytest.mark.parametrize(
    ("damage", "place"),
    [(_dropped, "$.suspects[0]"), (_of_another_kind, "$.series[...].slope_bytes_per_s")],
)
def test_what_is_damaged_names_the_place(
    tmp_path: Path, damage: Callable[[dict[str, Any]], None], place: str
) -> None:
    document = leaking()
    damage(document)
    file = tmp_path / "found.json"
    file.write_text(json.dumps(document))
    with pytest.raises(UnreadableFile) as raised:
        read_saved(file)
    assert "no whole findings" in raised.value.what
    assert place in raised.value.what


@pytest.mark.parametrize("text", ["", '{"schema":1', '{"schema":1}', "[]", '{"schema":1,"t":1.5}'])
def test_what_is_not_findings_at_all(tmp_path: Path, text: str) -> None:
    file = tmp_path / "found.json"
    file.write_text(text)
    with pytest.raises(UnreadableFile, match=r"found.json holds no whole findings"):
        read_saved(file)


def test_a_newer_schema_says_so(tmp_path: Path) -> None:
    file = tmp_path / "found.json"
    file.write_text(json.dumps({**leaking(), "schema": 2}))
    with pytest.raises(UnreadableFile, match="newer tuiinspect"):
        read_saved(file)
