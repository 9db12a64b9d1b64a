"""A triage as a JUnit report: failed by a leak, skipped when it is not known, and always XML."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest

from tuiinspect.report.junit import junit_error, junit_report


def document(verdict: str, **more: Any) -> dict[str, Any]:
    suspect = {
        "rank": 1,
        "summary": "hub keeps +144 listeners <deliver> & \x1b[31m\x00 more",
        "holder": {"class": "EventEmitter", "path": "hub._events['presence']", "id": None},
        "added_at": [{"function": None, "file": "server.js", "line": 21, "column": 9, "count": 144}],
        "advice": "Remove the listener.",
    }
    return {
        "target": {"pid": 4242, "node": "v20.20.2", "title": "server.js", "thread": "main"},
        "t": 1_700_000_000.0,
        "span_s": 61.25,
        "verdict": verdict,
        "summary": f"{verdict}: so it is",
        "series": {"heap_floor": {"slope_bytes_per_s": 1234.56, "r2": 0.98765}},
        "suspects": [suspect] if verdict == "leak" else [],
        "cost": {
            "steps": [{"what": "census", "thread": "main", "pause_s": 0.25, "predicted_s": 0.2}],
            "target_rss_before": 1000,
            "target_rss_after": 2000,
        },
        **more,
    }


def suite_of(report: str) -> ElementTree.Element:
    root = ElementTree.fromstring(report)
    assert root.tag == "testsuites"
    (suite,) = root
    assert suite.get("tests") == "1"
    assert [child.tag for child in suite if child.tag == "testcase"] == ["testcase"]
    return suite


def test_a_leak_is_a_failure_with_its_suspects() -> None:
    suite = suite_of(junit_report(document("leak"), "node server.js", "one line\n   another"))
    assert (suite.get("failures"), suite.get("errors"), suite.get("skipped")) == ("1", "0", "0")
    assert suite.get("timestamp") == "2023-11-14T22:13:20"
    failure = suite.find("testcase/failure")
    assert failure is not None
    assert failure.get("message") == "leak: so it is"
    assert failure.text is not None
    assert failure.text.splitlines() == [
        "1. hub keeps +144 listeners <deliver> & ·[31m· more",
        "   held by hub._events['presence']",
        "   added by an anonymous function at server.js:21",
        "   Remove the listener.",
    ]
    assert suite.findtext("system-out") == "one line\n   another"


@pytest.mark.parametrize(("verdict", "skipped"), [("no leak", "0"), ("inconclusive", "1")])
def test_what_is_not_a_leak_does_not_fail(verdict: str, skipped: str) -> None:
    suite = suite_of(junit_report(document(verdict), "node server.js", ""))
    assert (suite.get("failures"), suite.get("skipped")) == ("0", skipped)
    case = suite.find("testcase")
    assert case is not None
    assert case.get("name") == "no leak in node server.js"
    assert case.get("time") == "61.250"
    assert [child.tag for child in case] == (["skipped"] if skipped == "1" else [])


def test_an_early_end_is_an_error_unless_a_leak_was_found() -> None:
    ended = "the process ended during the triage\nError: late bug"
    suite = suite_of(junit_report(document("no leak"), "node server.js", "", ended=ended))
    assert (suite.get("failures"), suite.get("errors")) == ("0", "1")
    error = suite.find("testcase/error")
    assert error is not None
    assert (error.get("message"), error.text) == (ended.splitlines()[0], ended)
    suite = suite_of(junit_report(document("leak"), "node server.js", "", ended=ended))
    assert (suite.get("failures"), suite.get("errors")) == ("1", "0")


def test_the_figures_are_properties() -> None:
    suite = suite_of(junit_report(document("leak"), "node server.js", ""))
    told = {one.get("name"): one.get("value") for one in suite.findall("properties/property")}
    assert told["verdict"] == "leak"
    assert told["heap_floor.slope_bytes_per_s"] == "1235"
    assert told["pause_s"] == "0.250"
    assert told["suspect.1"] == "hub keeps +144 listeners <deliver> & ·[31m· more"


def test_no_findings_are_an_error_with_the_last_lines() -> None:
    what = "node a.js ended with exit code 1; its last lines:\n    no \x07DATABASE_URL"
    suite = suite_of(
        junit_error(what, "Try it by hand.", "node a.js", "NoSuchTarget", started=0.0, span_s=1.5)
    )
    assert suite.get("errors") == "1"
    error = suite.find("testcase/error")
    assert error is not None
    assert error.get("type") == "NoSuchTarget"
    assert error.get("message") == "node a.js ended with exit code 1; its last lines:"
    assert error.text is not None
    assert "    no ·DATABASE_URL" in error.text.splitlines()
