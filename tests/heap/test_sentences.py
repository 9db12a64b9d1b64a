"""Who holds it, in words, on snapshots of real programs: the sentence names the variable or property."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tuiinspect.heap import Called, HeapSnapshot, load

PROGRAMS = Path(__file__).parent / "programs"

_MODULE = r"in the module scope of holders\.js:\d+"
SENTENCES = {
    "ByKey": rf"item 'user 56' of Map sessionsByName, {_MODULE}",
    "ByObject": rf"item 56 of Map cachesByEnvironment, {_MODULE}",
    "InSet": rf"item 56 of Set seenPeers, {_MODULE}",
    "InGlobal": r"item 2 of Array \.leakedRows of the global object",
    "OnFunction": r'\["term 7"\] of compute\(\) at holders\.js:\d+',
    "OnClass": r"\.first of Object \.entries of Registry\(\) at holders\.js:\d+",
    "ByTimer": r"variable job.*, captured by a function at holders\.js:\d+, callback of a timer of 12,345 ms",
    "ByListener": rf"variable connection.* deliver\(\) at holders\.js:\d+, "
    rf"listener 1 of event 'tick' of EventEmitter bus, {_MODULE}",
    "ByOnlyListener": rf"variable alone.*, listener of event 'close' of EventEmitter bus, {_MODULE}",
    "ByOnce": rf"variable later.*, listener of event 'open' of EventEmitter bus, {_MODULE}",
    "BySignal": rf"variable task.*, listener 0 of event 'abort' of (AbortSignal|EventTarget) "
    rf"(\.#signal|\[signal\]) of AbortController shutdown, {_MODULE}",
    "InList": rf"\.last of Object \.next × 1,000 of Object head, {_MODULE}",
    "Awaited": rf"local variable of wait\(\) at holders\.js:\d+, waiting for Promise gate, {_MODULE}",
    "Exported": r"\.value of Object \.kept of the exports of holders\.js",
    "InWeakMap": rf"value in a WeakMap for Object owner, {_MODULE}",
    "InClosure": rf"variable cache.* handler\(\) at holders\.js:\d+, item 0 of Array handlers, {_MODULE}",
    "InField": rf"item 0 of Array \.#pending of Registry registry, {_MODULE}",
    "InBlock": rf"variable inner.*, captured by fromBlock\(\) at holders\.js:\d+, "
    rf"variable fromBlock, {_MODULE}",
}
CALLED = {
    "ByKey": ("sessionsByName.get('user 56')", r"module holders\.js"),
    "InSet": ("seenPeers[56]", r"module holders\.js"),
    "InGlobal": ("leakedRows[2]", "globalThis"),
    "OnFunction": ('compute["term 7"]', r"module holders\.js"),
    "OnClass": ("Registry.entries.first", r"module holders\.js"),
    "Exported": ("kept.value", r"module holders\.js"),
    "InField": ("registry.#pending[0]", r"module holders\.js"),
    "InList": ("head….next.last", r"module holders\.js"),
    "ByListener": ("connection", r"(in|captured by) .*\(\) at holders\.js:\d+"),
    "InBlock": ("inner", r"captured by fromBlock\(\) at holders\.js:\d+"),
    "Awaited": (None, r"local variable of wait\(\) at holders\.js:\d+"),
    "InWeakMap": (None, "value in a WeakMap for Object"),
}
OF_THE_MODULE = r"item 'second' of Map sessionsOfModule, in the module scope of holders\.mjs:\d+"


def taken_of(program: str, node: Path, folder: Path) -> HeapSnapshot:
    path = folder / f"{program}.heapsnapshot"
    subprocess.run([node, PROGRAMS / program, path], check=True, timeout=60)
    return load(path)


def called(snapshot: HeapSnapshot, class_name: str) -> Called:
    """Of the instance: a prototype is of the class too, but held by its function's `prototype`."""
    row = next(row for row in snapshot.classes() if row.name == class_name)
    said = {snapshot.called(node.ordinal) for node in snapshot.objects(row.key, 0, 5).nodes}
    instances = [each for each in said if not each.sentence.startswith((".prototype", ".__proto__"))]
    assert len(instances) == 1, said
    return instances[0]


def sentence_about(snapshot: HeapSnapshot, class_name: str) -> str:
    return called(snapshot, class_name).sentence


@pytest.fixture(scope="module")
def holders(node: Path, tmp_path_factory: pytest.TempPathFactory) -> HeapSnapshot:
    return taken_of("holders.js", node, tmp_path_factory.mktemp("holders"))


@pytest.mark.parametrize("class_name", SENTENCES)
def test_the_sentence_names_who_holds_it(holders: HeapSnapshot, class_name: str) -> None:
    said = sentence_about(holders, class_name)
    assert re.fullmatch(SENTENCES[class_name], said), said


@pytest.mark.parametrize("class_name", CALLED)
def test_the_name_is_what_the_program_writes(holders: HeapSnapshot, class_name: str) -> None:
    found, (name, where) = called(holders, class_name), CALLED[class_name]
    assert found.name == name
    assert found.where is not None
    assert re.fullmatch(where, found.where), found.where


def test_a_variable_of_an_es_module_is_named(node: Path, tmp_path: Path) -> None:
    said = sentence_about(taken_of("holders.mjs", node, tmp_path), "InModule")
    assert re.fullmatch(OF_THE_MODULE, said), said


def check_inspected(node: Path, folder: Path) -> None:
    said = sentence_about(taken_of("inspected.js", node, folder), "Held")
    assert re.fullmatch(r"item 'first' of Map kept, in the module scope of inspected\.js:\d+", said), said


def test_a_module_is_known_in_a_snapshot_of_the_inspectors(node: Path, tmp_path: Path) -> None:
    check_inspected(node, tmp_path)


@pytest.mark.every_node
def test_a_module_is_known_in_every_version(every_node: Path, tmp_path: Path) -> None:
    check_inspected(every_node, tmp_path)


@pytest.mark.every_node
def test_every_version_says_the_same(every_node: Path, tmp_path: Path) -> None:
    snapshot = taken_of("holders.js", every_node, tmp_path)
    said = {name: sentence_about(snapshot, name) for name in SENTENCES}
    assert not {name: words for name, words in said.items() if not re.fullmatch(SENTENCES[name], words)}
    words = sentence_about(taken_of("holders.mjs", every_node, tmp_path), "InModule")
    assert re.fullmatch(OF_THE_MODULE, words), words
    names = {name: called(snapshot, name) for name in CALLED}
    assert {name: found.name for name, found in names.items()} == {
        name: words for name, (words, _) in CALLED.items()
    }


def test_steps_fold_what_the_engine_keeps_for_itself(holders: HeapSnapshot) -> None:
    row = next(row for row in holders.classes() if row.name == "ByKey")
    node = next(
        node
        for node in holders.objects(row.key, 0, 5).nodes
        if "sessionsByName" in holders.shortest_path(node.ordinal).sentence
    )
    steps = holders.shortest_path(node.ordinal).steps
    assert [step.node.name for step in steps[:2]] == ["Map", ""]
    assert steps[1].edge_name == "sessionsByName"
    assert steps[1].node.type == "closure"
    assert not any(step.node.name == "system / Context" for step in steps)


def test_a_class_knows_where_it_is_defined(holders: HeapSnapshot) -> None:
    row = next(row for row in holders.classes() if row.name == "ByListener")
    assert row.location is not None
    assert re.fullmatch(r"holders\.js:\d+:\d+", row.location)
