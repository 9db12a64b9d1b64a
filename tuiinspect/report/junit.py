"""A triage as a JUnit report: one suite with one case, which a leak fails, as CI servers read it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from xml.etree import ElementTree

from tuiinspect.report.documents import Document
from tuiinspect.samples import function_words
from tuiinspect.text import clean

_SUITE = "tuiinspect"
_LONGEST = 2000


def junit_report(document: Document, name: str, text: str, *, ended: str | None = None) -> str:
    """The findings in `document` on the program `name`; `text` is the whole report for people.

    A leak is a failure, an inconclusive triage is skipped: CI servers show both apart from what passed.
    When the program `ended` (in words) before its time, nothing but a leak can be told of it.
    """
    verdict = document["verdict"]
    case = ElementTree.Element(
        "testcase", classname=_SUITE, name=_case(name), time=f"{document['span_s']:.3f}"
    )
    if verdict == "leak":
        failure = ElementTree.SubElement(case, "failure", message=_safe(document["summary"]), type="leak")
        failure.text = _lines(_suspects(document))
    elif ended is not None:
        _error(case, ended, "ConnectionLost")
    elif verdict == "inconclusive":
        ElementTree.SubElement(case, "skipped", message=_safe(document["summary"]))
    return _suite(case, document["span_s"], dict(_properties(document)), started=document["t"], text=text)


def junit_error(what: str, advice: str | None, name: str, kind: str, *, started: float, span_s: float) -> str:
    """There are no findings on the program `name`: `what` came in between."""
    case = ElementTree.Element("testcase", classname=_SUITE, name=_case(name), time=f"{span_s:.3f}")
    _error(case, f"{what}\n{advice}" if advice else what, kind)
    return _suite(case, span_s, {}, started=started, text=None)


def _error(case: ElementTree.Element, words: str, kind: str) -> None:
    first, _, rest = words.partition("\n")
    error = ElementTree.SubElement(case, "error", message=_safe(first), type=kind)
    if rest:
        error.text = _lines(words.splitlines())


def _suite(
    case: ElementTree.Element,
    span_s: float,
    properties: dict[str, str],
    *,
    started: float,
    text: str | None,
) -> str:
    counts = {
        "tests": "1",
        "failures": str(len(case.findall("failure"))),
        "errors": str(len(case.findall("error"))),
        "skipped": str(len(case.findall("skipped"))),
        "time": f"{span_s:.3f}",
    }
    begun = datetime.fromtimestamp(started, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    suites = ElementTree.Element("testsuites", {"name": _SUITE, **counts})
    suite = ElementTree.SubElement(suites, "testsuite", {"name": _SUITE, "timestamp": begun, **counts})
    if properties:
        listed = ElementTree.SubElement(suite, "properties")
        for name, value in properties.items():
            ElementTree.SubElement(listed, "property", name=name, value=_safe(value))
    suite.append(case)
    if text is not None:
        ElementTree.SubElement(suite, "system-out").text = _lines(text.splitlines())
    ElementTree.indent(suites)
    body = ElementTree.tostring(suites, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{body}\n'


def _case(name: str) -> str:
    return f"no leak in {_safe(name)}"


def _suspects(document: Document) -> Iterator[str]:
    for suspect in document["suspects"]:
        yield f"{suspect['rank']}. {suspect['summary']}"
        if suspect["holder"] is not None:
            yield f"   held by {suspect['holder']['path']}"
        for place in suspect["added_at"]:
            if place["file"] is not None:
                who = function_words(place["function"])
                yield f"   added by {who} at {place['file']}:{place['line']}"
        if suspect["advice"]:
            yield f"   {suspect['advice']}"


def _properties(document: Document) -> Iterator[tuple[str, str]]:
    target, cost = document["target"], document["cost"]
    yield "verdict", document["verdict"]
    yield "pid", str(target["pid"])
    yield "node", target["node"]
    yield "title", target["title"]
    yield "span_s", f"{document['span_s']:.1f}"
    for name, slope in document["series"].items():
        yield f"{name}.slope_bytes_per_s", f"{slope['slope_bytes_per_s']:.0f}"
        yield f"{name}.r2", f"{slope['r2']:.3f}"
    yield "suspects", str(len(document["suspects"]))
    for suspect in document["suspects"]:
        yield f"suspect.{suspect['rank']}", suspect["summary"]
    yield "pause_s", f"{sum(step['pause_s'] for step in cost['steps']):.3f}"
    yield "target_rss_before", str(cost["target_rss_before"])
    yield "target_rss_after", str(cost["target_rss_after"])


def _lines(lines: Iterator[str] | list[str]) -> str:
    return "\n".join(map(_safe, lines))


def _safe(text: str) -> str:
    """What comes from the target may hold characters that XML does not allow."""
    return clean(str(text), _LONGEST)
