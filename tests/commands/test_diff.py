"""`tuiinspect diff` on files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tuiinspect.cli import run
from tuiinspect.commands.diff import command
from tuiinspect.heap.compose import EdgeText, NodeText, compose


def written(folder: Path, name: str, *nodes: NodeText, standard: bool = True) -> Path:
    path = folder / f"{name}.heapsnapshot"
    everything: list[NodeText] = [("synthetic", "", 0), ("object", "global", 16), *nodes]
    edges: dict[int, list[EdgeText]] = {0: [("shortcut", "global", 1)] if standard else []}
    edges[1] = [("element", n, n) for n in range(2, len(everything))]
    path.write_bytes(compose(everything, edges))
    return path


@pytest.fixture
def two(tmp_path: Path) -> list[str]:
    base = written(tmp_path, "base", ("object", "Gone", 24))
    newer = written(tmp_path, "newer", *[("object", "Session\x1b[31m", 4096)] * 3, ("closure", "f", 8))
    return [str(base), str(newer)]


def diff(*arguments: str) -> Result:
    return CliRunner().invoke(command, list(arguments))


def test_the_document_has_the_contracts_fields(two: list[str]) -> None:
    document = json.loads(diff(*two, "--json").stdout)
    assert document["schema"] == 1
    assert document["growth_bytes"] == 3 * 4096 + 8 - 24
    assert document["comparable"] is True
    first = document["holders"][0]
    assert (first["rank"], first["holder"]["path"]) == (1, "properties of the global object")
    assert (first["entries"]["added"], first["entries"]["removed"]) == (3, 0)
    assert first["accumulates"][0] == {
        "class": "Session·[31m",
        "function": False,
        "location": None,
        "added": 2,
        "removed": 0,
        "bytes": 2 * 4096,
    }
    told = sum(holder["retained_growth_bytes"] for holder in document["holders"])
    others = document["other_bytes"] + document["warm_up_bytes"] + document["in_flight_bytes"]
    assert told + others == document["growth_bytes"]
    first = document["classes"][0]
    assert (first["added"], first["removed"]) == (3, 0)
    assert (first["added_bytes"], first["removed_bytes"]) == (3 * 4096, 0)
    assert [row["class"] for row in document["classes"][1:]] == ["Function", "Gone"]


def test_who_holds_it_is_said_first(two: list[str]) -> None:
    words = " ".join(line.strip() for line in diff(*two).stdout.splitlines()[1:4])
    assert words.startswith("1. properties of the global object gained 3 properties, none freed: +2 Session")


def test_the_table_is_clean_and_says_what_it_takes_for_granted(two: list[str]) -> None:
    text = diff(*two).stdout
    assert "\x1b" not in text
    assert "+12.3 kB  Session" in text
    assert "in one session" in text
    assert all(len(line) <= 80 or ".heapsnapshot" in line for line in text.splitlines())


def test_rows_beyond_the_top_are_counted(two: list[str]) -> None:
    assert "2 more with --top" in diff(*two, "--top", "1").stdout
    assert len(json.loads(diff(*two, "--json", "--top", "2").stdout)["classes"]) == 2


def test_unlike_kinds_are_refused_in_words(
    tmp_path: Path, two: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    exposed = written(tmp_path, "exposed", standard=False)
    assert run(["diff", two[0], str(exposed)]) == 2
    assert "exposeInternals" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["diff", str(tmp_path / "no"), str(tmp_path / "no")]) == 2
    assert str(tmp_path / "no") in capsys.readouterr().err
