"""`census` on a live process: asked for, exact, and nothing left behind."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tuiinspect.cli import run
from tuiinspect.leaks.catalogue import find_leak
from tuiinspect.leaks.launcher import DemoProcess, start
from tuiinspect.node import find_node
from tuiinspect.targets import procfs


@pytest.fixture
def caching() -> Iterator[DemoProcess]:
    with start(find_leak("module-map"), node=find_node(), flags=("--inspect-port=0",)) as program:
        yield program


def _ports(program: DemoProcess) -> set[int]:
    return {listener.port for listener in procfs.listening(program.pid)}


def test_it_is_refused_where_nobody_can_say_yes(
    caching: DemoProcess, capsys: pytest.CaptureFixture[str]
) -> None:
    before = _ports(caching)
    assert run(["census", str(caching.pid)]) == 5
    said = capsys.readouterr()
    assert said.out == ""
    assert "for about" in said.err
    assert "slower for a while" in said.err
    assert "--yes" in said.err
    assert _ports(caching) == before


def test_one_document_with_classes_collections_and_emitters(
    caching: DemoProcess, capsys: pytest.CaptureFixture[str]
) -> None:
    before = _ports(caching)
    assert run(["census", str(caching.pid), "--yes", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["schema"] == 1
    counts = {row["class"]: row for row in document["classes"]}
    assert counts["ServerEnvironment"]["file"].endswith("module-map.mjs")
    assert counts["Object"]["file"] is None
    assert document["cost"]["pause_s"] > 0
    assert document["cost"]["heap_bytes"] > 1_000_000
    assert all(
        {"kind", "size", "sample_keys", "value_classes"} <= row.keys() for row in document["collections"]
    )
    assert all("growth" not in row for row in document["emitters"])
    assert {row["event"] for row in document["emitters"]} >= {"request"}
    assert _ports(caching) == before


def test_two_of_them_tell_the_growth(caching: DemoProcess, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["census", str(caching.pid), "--yes", "--again", "2s"]) == 0
    said = capsys.readouterr()
    lines = said.out.splitlines()
    first = lines[[line.startswith("classes by growth over") for line in lines].index(True) + 1]
    assert "ServerEnvironment" in first
    assert first.strip().startswith("+")
