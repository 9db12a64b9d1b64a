"""The findings of a triage as a JSON document, as text and as Markdown; text and Markdown read the document,
so that findings saved as JSON open again later."""

from __future__ import annotations

from tuiinspect.diagnosis.counters import fact_words
from tuiinspect.diagnosis.findings import CounterFact, Findings, Picture, SideBySide, Suspect
from tuiinspect.diagnosis.robust import Slope
from tuiinspect.report.allocations import growth_document
from tuiinspect.report.documents import SCHEMA, Document, function_document


def triage_document(findings: Findings) -> Document:
    """`triage --json`."""
    target = findings.target
    return {
        "schema": SCHEMA,
        "target": {"pid": target.pid, "node": target.node, "title": target.title, "thread": target.thread},
        "t": findings.taken,
        "span_s": findings.span_s,
        "verdict": findings.verdict,
        "where": list(findings.where),
        "summary": findings.summary,
        "series": {name: _series(slope) for name, slope in findings.series.items()},
        "suspects": [
            suspect_document(suspect, rank) for rank, suspect in enumerate(findings.suspects, start=1)
        ],
        "cost": {
            "steps": [
                {
                    "what": step.what,
                    "thread": step.thread,
                    "pause_s": step.pause_s,
                    "predicted_s": step.predicted_s,
                }
                for step in findings.steps
            ],
            "target_rss_before": findings.rss_before,
            "target_rss_after": findings.rss_after,
        },
        "healthy": list(findings.healthy),
        "missing": list(findings.missing),
        "notes": list(findings.notes),
        "pictures": [_picture(picture) for picture in findings.pictures],
        "counters": [_counter(fact) for fact in findings.counters],
        "allocations": [growth_document(each) for each in findings.allocations],
        "side_by_side": [_side_by_side(one) for one in findings.side_by_side],
    }


def suspect_document(suspect: Suspect, rank: int) -> Document:
    holder = suspect.holder
    return {
        "rank": rank,
        "summary": suspect.summary,
        "kind": suspect.kind,
        "thread": suspect.thread,
        "accumulates": [
            {
                "class": one.class_name,
                "added": one.added,
                "removed": one.removed,
                "bytes": one.bytes,
                "location": one.location,
            }
            for one in suspect.accumulates
        ],
        "holder": None
        if holder is None
        else {"class": holder.class_name, "path": holder.path, "id": holder.id},
        "added_at": [function_document(function) for function in suspect.added_at],
        "retained_growth_bytes": suspect.growth_bytes,
        "per_s": suspect.per_s,
        "confidence": suspect.confidence,
        "retainer_path": list(suspect.retainer_path),
        "evidence": list(suspect.evidence),
        "advice": suspect.advice,
    }


def _series(slope: Slope) -> Document:
    return {
        "slope_bytes_per_s": slope.per_s,
        "low": slope.low,
        "high": slope.high,
        "r2": slope.r2,
        "span_s": slope.span_s,
        "points": slope.points,
    }


def _counter(fact: CounterFact) -> Document:
    return {
        "name": fact.name,
        "expression": fact.expression,
        "first": fact.first,
        "last": fact.last,
        "span_s": fact.span_s,
        "per_s": fact.per_s,
        "grows": fact.grows,
        "why": fact.why,
        "words": fact_words(fact),
    }


def _side_by_side(one: SideBySide) -> Document:
    return {
        "name": one.name,
        "unit": one.unit,
        "value": one.value,
        "correlation": one.correlation,
        "follows": one.follows.value,
    }


def _picture(picture: Picture) -> Document:
    return {
        "name": picture.name,
        "unit": picture.unit,
        "times": [round(t, 2) for t in picture.times],
        "values": [round(value) if picture.unit == "bytes" else value for value in picture.values],
    }
