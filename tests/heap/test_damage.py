"""Damaged files: read, or refused in words that name the place.

Many thousands of them: benchmarks/heap_fuzz.py.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.heap.damage import damaged, outcome, use
from tests.heap.many_kinds import text_of_many_kinds
from tuiinspect.cli import run
from tuiinspect.errors import UnreadableFile
from tuiinspect.heap import HeapSnapshot, bulk, load_chunks
from tuiinspect.heap.compose import EdgeText, NodeText, compose

_FILES = 300


def test_hundreds_of_damaged_files_are_read_or_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    found = set()
    for seed in range(_FILES):
        with monkeypatch.context() as patch:
            if seed % 2:
                # Small files take the road of large ones: two threads read them.
                patch.setattr(bulk, "_WORTH_SHARING", 64)
            found.add(outcome(damaged(seed), seed))
    assert found == {"loaded", "refused"}


def loaded(document: dict[str, object]) -> HeapSnapshot:
    return load_chunks([json.dumps(document).encode()], source="a.heapsnapshot")


def test_of_ids_that_are_there_twice_the_first_is_found() -> None:
    document = json.loads(text_of_many_kinds())
    document["nodes"][4 * 6 + 2] = document["nodes"][3 * 6 + 2]
    snapshot = loaded(document)
    use(snapshot)
    assert snapshot.ordinal(7) == 3
    assert snapshot.diff(snapshot).rows == ()


def test_sizes_beyond_32_bits_answer_all_questions() -> None:
    snapshot = loaded(json.loads(text_of_many_kinds(largest=2**40)))
    assert snapshot.retained_sizes.max() > 2**40
    use(snapshot)


def test_a_head_that_comes_last_is_refused_in_words() -> None:
    document = json.loads(text_of_many_kinds())
    with pytest.raises(UnreadableFile, match="'edges' before the section 'snapshot'"):
        loaded({key: document[key] for key in sorted(document)})


def test_types_that_nobody_has_heard_of_are_read_under_their_names() -> None:
    document = json.loads(text_of_many_kinds())
    document["snapshot"]["meta"]["node_types"][0].append("quantum object")
    document["snapshot"]["meta"]["edge_types"][0].append("entangled")
    document["nodes"][5 * 6] = 16
    document["edges"][3] = 8
    snapshot = loaded(document)
    assert snapshot.at(5).type == "quantum object"
    assert snapshot.class_name(5) == "(quantum object)"
    assert "entangled" in {row.edge_type for row in snapshot.children(0).rows}
    use(snapshot)


def test_a_type_that_is_in_no_list_is_refused_with_its_row() -> None:
    document = json.loads(text_of_many_kinds())
    document["nodes"][5 * 6] = 16
    with pytest.raises(UnreadableFile, match="row 5 of 'nodes'"):
        loaded(document)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.999])
def test_a_file_that_is_still_being_written_ends_too_early(
    share: float, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "growing.heapsnapshot"
    text = text_of_many_kinds()
    path.write_text(text[: int(len(text) * share)])
    assert run(["summary", str(path)]) == 2
    said = capsys.readouterr().err
    assert str(path) in said
    assert "ends too early" in said
    assert "byte" in said


def test_a_context_around_itself_has_no_function() -> None:
    nodes: list[NodeText] = [
        ("synthetic", "", 0),
        ("object", "global", 8),
        ("object", "system / Context", 32),
        ("object", "Kept", 8),
    ]
    edges: dict[int, list[EdgeText]] = {
        0: [("shortcut", "global", 1)],
        1: [("property", "a", 2)],
        2: [("context", "kept", 3), ("internal", "previous", 2)],
    }
    snapshot = load_chunks([compose(nodes, edges)])
    assert "kept" in snapshot.shortest_path(3).sentence
