"""The findings of a triage as a document, and as text and Markdown made of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.diagnosis.evidences import course, listeners, quiet
from tuiinspect.diagnosis.evidence import CounterSeries
from tuiinspect.diagnosis.findings import Picture, SideBySide
from tuiinspect.diagnosis.pairs import Follows
from tuiinspect.diagnosis.verdict import conclude
from tuiinspect.report.triage import triage_document
from tuiinspect.report.triage_text import triage_markdown, triage_text


def counted() -> dict[str, Any]:
    """A minute in which a counter of the user's grew with the requests, and another one threw."""
    points = course(lambda t: 10.5 + 20 * t)
    return triage_document(
        conclude(
            quiet(
                counters=(
                    CounterSeries("cache", "cache[`size`]", points),
                    CounterSeries("wrong", "no.such.thing", (), "no is not defined"),
                ),
                side_by_side=(
                    SideBySide("cache per request", "count", 1.0, 0.99, Follows.OTHER),
                    SideBySide("heap floor per cache", "bytes", 4000.0, None, Follows.EITHER),
                    SideBySide("cache per file", "count", 1562.4, 0.9, Follows.OTHER),
                    SideBySide("cache per socket", "count", 3.0, 0.1, Follows.NOTHING),
                ),
                pictures=(Picture("cache", "count", (0.0, 60.0), (10.5, 1210.5)),),
            )
        )
    )


def test_counters_are_in_the_document_whole() -> None:
    document = counted()
    cache, wrong = document["counters"]
    assert (cache["name"], cache["first"], cache["last"], cache["grows"]) == ("cache", 10.5, 1210.5, True)
    assert (wrong["last"], wrong["why"]) == (None, "no is not defined")
    assert document["side_by_side"][0] == {
        "name": "cache per request",
        "unit": "count",
        "value": 1.0,
        "correlation": 0.99,
        "follows": "the other",
    }
    assert document["pictures"][0]["values"] == [10.5, 1210.5]


def test_text_says_how_they_went_and_what_they_go_with() -> None:
    text = triage_text(counted())
    assert "counter cache grew steadily from 10.5 to 1,210.5 in 1 min (+20/s): cache[`size`]" in text
    assert "counter wrong has no value: no is not defined: no.such.thing" in text
    assert "cache per request: 1 (r 0.99, goes with it)" in text
    assert "heap floor per cache: 4.00 kB (goes with time, or with it)" in text
    assert "cache per file: 1,562 (r 0.90" in text
    assert "cache per socket" not in text
    assert "10.5 to 1,210.5\n" in text


def test_names_of_series_stand_in_one_column_however_long() -> None:
    pictures = tuple(
        Picture(name, "bytes", (0.0, 1.0), (1.0, 2.0)) for name in ("rss", "heap_used worker:12")
    )
    lines = triage_text(triage_document(conclude(quiet(pictures=pictures)))).splitlines()
    drawn = [line for line in lines if "1 B to 2 B" in line]
    assert ["rss" in drawn[0], "heap_used worker:12" in drawn[1]] == [True, True]
    assert len({line.index("1 B to 2 B") for line in drawn}) == 1


def test_markdown_does_too_and_nothing_of_the_users_acts_in_it() -> None:
    markdown = triage_markdown(counted())
    assert "### Your counters" in markdown
    assert r"cache\[\`size\`\]" in markdown
    assert "### Side by side" in markdown


def test_without_counters_there_is_no_word_of_them() -> None:
    assert "counters" not in triage_text(triage_document(conclude(quiet())))


@pytest.mark.parametrize("name", ["", "(anonymous)"])
def test_a_function_without_a_name_is_called_so(name: str) -> None:
    series = listeners(lambda t: 10 + 8 * t)
    nameless = replace(series, functions=(replace(series.functions[0], function=name),))
    document = triage_document(conclude(quiet(listeners=(nameless,))))
    text = triage_text(document)
    assert "'connected' listeners an anonymous function at server.js:21 (now" in document["summary"]
    assert "added at: an anonymous function at server.js:21:12" in text
    assert "(anonymous)()" not in text
