"""Holders as suspects: the document's fields, and what its sentence says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tuiinspect.heap.growth_rows import Accumulated, Holder
from tuiinspect.report.holders import holder_document, holder_sentence

HOLDER = Holder(
    id=45313,
    class_name="Connector",
    name="Connector",
    path="connector._events.connected",
    retainer_path=("._events of Connector", "variable connector of system / Context"),
    kind="listeners",
    gained_bytes=4_500_000,
    lost_bytes=6_000,
    net_bytes=4_494_000,
    share=0.93,
    entries_added=321,
    entries_removed=0,
    entries_before=157,
    entries_after=478,
    accumulates=(
        Accumulated("Session", "server.js:20:14", 321, 0, 4_400_000),
        Accumulated("resume()", "server.js:46", 321, 0, 4_490_000),
        Accumulated("onWrap()", "node:events:10", 321, 0, 100),
    ),
    limit=None,
    nets=(2_000_000, 2_494_000),
    entry_nets=(150, 171),
    group=1,
    also_held_by=(),
    only_stack=False,
    internal=False,
)


def test_the_document_has_the_fields_of_a_suspect() -> None:
    document = holder_document(HOLDER, 1)
    assert document["rank"] == 1
    assert document["kind"] == "listeners"
    assert document["accumulates"][0] == {
        "class": "Session",
        "function": False,
        "location": "server.js:20:14",
        "added": 321,
        "removed": 0,
        "bytes": 4_400_000,
    }
    holder = document["holder"]
    assert (holder["class"], holder["path"], holder["id"]) == ("Connector", HOLDER.path, 45313)
    assert document["retained_growth_bytes"] == HOLDER.net_bytes
    assert document["confidence"] == "high"
    assert document["retainer_path"] == list(HOLDER.retainer_path)
    assert "entries from snapshot to snapshot: +150, +171" in document["evidence"]
    assert "157 entries before, 478 after" in document["evidence"]
    assert "once()" in document["advice"]


def test_functions_are_told_from_classes_by_a_flag_not_by_their_name() -> None:
    row = holder_document(HOLDER, 1)["accumulates"][1]
    assert (row["class"], row["function"]) == ("resume", True)


def test_who_else_keeps_them_is_said() -> None:
    shared = replace(HOLDER, also_held_by=("Map byId", "Array list", "Set seen"))
    assert holder_sentence(shared).endswith("; also kept by Map byId and Array list")
    assert holder_document(shared, 1)["also_held_by"] == ["Map byId", "Array list", "Set seen"]


def test_functions_of_the_program_say_where_something_was_added() -> None:
    added = holder_document(HOLDER, 1)["added_at"]
    assert added == [{"function": "resume", "file": "server.js", "line": 46, "column": None, "count": 321}]


def test_the_sentence_names_holder_entries_and_size() -> None:
    assert holder_sentence(HOLDER) == (
        "connector._events.connected gained 321 listeners, none freed: +321 Session, "
        "+321 resume() at server.js:46; 4.49 MB, 93% of the growth"
    )


def test_alike_holders_and_freed_entries_are_said() -> None:
    many = replace(HOLDER, group=200, kind="array", path="Array .history of Mailbox", entries_removed=1)
    assert holder_sentence(many).startswith(
        "200 alike, for example Array .history of Mailbox gained 321 items, 1 freed: "
    )


@pytest.mark.parametrize(
    ("share", "removed", "said"),
    [(0.93, 0, "high"), (0.1, 10, "medium"), (0.01, 0, "low"), (0.93, 300, "low")],
)
def test_confidence_needs_a_share_and_entries_that_stay(share: float, removed: int, said: str) -> None:
    document = holder_document(replace(HOLDER, share=share, entries_removed=removed), 1)
    assert document["confidence"] == said


def test_a_bound_that_the_holder_states_is_evidence() -> None:
    document = holder_document(replace(HOLDER, kind="collection", limit=("max", 500)), 1)
    assert "478 of max 500" in document["evidence"]
    assert document["entries"]["limit"] == {"name": "max", "value": 500}


def test_slices_are_advised_on_by_what_they_are() -> None:
    slices = replace(HOLDER, kind="array", accumulates=(Accumulated("(sliced string)", None, 9, 0, 9),))
    assert "slice" in holder_document(slices, 1)["advice"]
    assert holder_document(replace(slices, accumulates=()), 1)["advice"] is None
