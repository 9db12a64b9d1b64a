"""From a script to its source: where maps are found, what they say, and what is as good as none."""

from __future__ import annotations

import base64
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from tuiinspect.sourcemaps import Original, Script, SourceMaps
from tuiinspect.sourcemaps.files import Files, local_path

FIXTURES = Path(__file__).with_name("fixtures")
COMMENT = "//# sourceMappingURL="


def place_of(path: Path, text: str, nth: int = 0) -> tuple[int, int]:
    """Line and column, from 1, of what follows the marked text."""
    content = path.read_text()
    at = -1
    for _ in range(nth + 1):
        at = content.index(text, at + 1)
    end = at + len(text)
    return content.count("\n", 0, end) + 1, end - (content.rfind("\n", 0, end) + 1) + 1


def original(path: Path, text: str, function: str = "") -> Original | None:
    """Where the function whose parameters follow `text` was written."""
    return SourceMaps().original(Script(path.as_uri()), *place_of(path, text), function)


@pytest.mark.parametrize("build", ["tsc", "tsc-inline"])
def test_functions_that_typescript_compiled(build: str) -> None:
    path = FIXTURES / build / "hub.js"
    source = FIXTURES / "src" / "hub.ts"
    for text, function, written in [
        ("    subscribe", "subscribe", "  subscribe"),
        ("function deliver", "deliver", "function deliver"),
        ("= async ", "subscribeAll", "= async "),
    ]:
        found = original(path, text, function)
        assert found is not None
        assert found.file == str(source)
        # A function's own position is where its parameters begin; the map knows the word before.
        line, column = place_of(source, written)
        assert found.line == line
        assert abs(found.column - column) <= len(function)


@pytest.mark.parametrize(
    ("build", "text", "function", "file", "written", "name"),
    [
        ("esbuild-min", "function p", "p", "main.ts", "function retain", "retain"),
        ("esbuild-min", "c=async", "c", "hub.ts", "= async ", "subscribeAll"),
        ("esbuild-min", "e.topic,function", "", "hub.ts", "function deliver", None),
        ("esbuild-min", "subscribe", "subscribe", "hub.ts", "  subscribe", None),
        ("esbuild-inline", "function deliver", "deliver", "hub.ts", "function deliver", None),
        ("esbuild-inline", "function retain", "retain", "main.ts", "function retain", None),
    ],
)
def test_functions_that_esbuild_bundled(
    build: str, text: str, function: str, file: str, written: str, name: str | None
) -> None:
    found = original(FIXTURES / build / "main.js", text, function)
    assert found is not None
    assert found.file == str(FIXTURES / "src" / file)
    assert found.line == place_of(FIXTURES / "src" / file, written)[0]
    assert found.name == name


def test_what_v8_says_of_the_map_is_believed_before_the_file(tmp_path: Path) -> None:
    # As a loader does that compiles in memory: the file is the source itself.
    script = tmp_path / "app.ts"
    script.write_text("const a: number = 1;\n")
    map_url = data_url({"version": 3, "sources": ["app.ts"], "names": [], "mappings": "AAQA"})
    found = SourceMaps().original(Script(str(script), map_url), 1, 1)
    assert found == Original(str(script), 9, 1)
    assert SourceMaps().original(Script(str(script), ""), 1, 1) is None


def data_url(document: dict[str, Any]) -> str:
    content = base64.b64encode(json.dumps(document).encode()).decode()
    return f"data:application/json;charset=utf-8;base64,{content}"


def written(folder: Path, document: Any, *, comment: str | None = None) -> Script:
    """A script in `folder` whose map is `document`."""
    text = document if isinstance(document, str) else json.dumps(document)
    (folder / "app.js.map").write_text(text)
    (folder / "app.js").write_text(f"a();b();\nc();\n{COMMENT}{comment or 'app.js.map'}\n")
    return Script(str(folder / "app.js"))


PLAIN = {"version": 3, "sources": ["a.ts"], "names": [], "mappings": "AACA"}


@pytest.mark.parametrize(
    ("source", "root", "file"),
    [
        ("a.ts", None, "{folder}/a.ts"),
        ("../lib/a.ts", "", "{parent}/lib/a.ts"),
        ("a.ts", "src/", "{folder}/src/a.ts"),
        ("a.ts", "/abs", "/abs/a.ts"),
        ("/abs/a.ts", "src", "/abs/a.ts"),
        ("file:///abs/my%20file.ts", "src", "/abs/my file.ts"),
        ("a.ts", "file:///abs", "/abs/a.ts"),
        ("webpack://app/./src/a.ts?3f2a", None, "src/a.ts"),
        ("webpack:///./src/a.ts", None, "src/a.ts"),
        ("webpack:///src/a.ts", "", "src/a.ts"),
        ("https://cdn.example/a.ts", None, "https://cdn.example/a.ts"),
    ],
)
def test_sources_are_named_as_files(tmp_path: Path, source: str, root: str | None, file: str) -> None:
    script = written(tmp_path, {**PLAIN, "sources": [source], "sourceRoot": root})
    found = SourceMaps().original(script, 1, 1)
    assert found == Original(file.format(folder=tmp_path, parent=tmp_path.parent), 2, 1)


def test_a_map_made_of_sections(tmp_path: Path) -> None:
    other = {**PLAIN, "sources": ["b.ts"], "mappings": "AAEA;AAIA"}
    sections = [
        {"offset": {"line": 0, "column": 4}, "map": other},
        {"offset": {"line": 0, "column": 0}, "map": PLAIN},
        {"offset": {"line": 9, "column": 0}, "url": "https://elsewhere.example/c.map"},
    ]
    script = written(tmp_path, {"version": 3, "sections": sections})
    maps = SourceMaps()
    assert maps.original(script, 1, 4) == Original(str(tmp_path / "a.ts"), 2, 1)
    assert maps.original(script, 1, 5) == Original(str(tmp_path / "b.ts"), 3, 1)
    assert maps.original(script, 2, 1) == Original(str(tmp_path / "b.ts"), 7, 1)


def test_a_map_without_contents_and_with_a_guard_against_inclusion(tmp_path: Path) -> None:
    script = written(tmp_path, ")]}'\n" + json.dumps(PLAIN))
    assert SourceMaps().original(script, 1, 1) == Original(str(tmp_path / "a.ts"), 2, 1)


@pytest.mark.parametrize(
    "document",
    [
        "",
        "not json",
        "[1]",
        "null",
        '{"version":3}',
        '{"version":3,"sources":[null],"mappings":"AAAA"}',
        '{"version":3,"sources":[],"mappings":"AAAA"}',
        '{"version":3,"sources":"a.ts","mappings":"AAAA"}',
        '{"version":3,"sources":["a.ts"],"mappings":"A€"}',
        '{"version":3,"sources":["a.ts"],"mappings":"AAAAAAAAAAAAAAA"}',
        '{"version":3,"sources":["a.ts"],"mappings":["AAAA"]}',
        '{"version":3,"sections":[{"offset":{"line":0,"column":0}}]}',
        '{"version":3,"sections":' + "[" * 100_000,
    ],
)
def test_a_broken_map_is_as_good_as_none(tmp_path: Path, document: str) -> None:
    assert SourceMaps().original(written(tmp_path, document), 1, 1) is None


@pytest.mark.parametrize(
    "comment",
    [
        "missing.map",
        "https://cdn.example/app.js.map",
        "data:application/json;base64,%%%",
        "data:application/json;base64,AAAA",
        "data:",
        "../../../../../../../../../../etc/passwd",
        "/dev/zero",
        ".",
    ],
)
def test_a_comment_that_leads_nowhere_is_as_good_as_none(tmp_path: Path, comment: str) -> None:
    assert SourceMaps().original(written(tmp_path, PLAIN, comment=comment), 1, 1) is None


@pytest.mark.parametrize("url", ["", "node:fs", "evalmachine.<anonymous>", "https://x.example/a.js", "a.js"])
def test_scripts_without_a_file_have_no_map(url: str) -> None:
    assert SourceMaps().original(Script(url), 1, 1) is None


def test_what_is_no_ordinary_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "app.js")
    assert SourceMaps().original(Script(str(tmp_path / "app.js")), 1, 1) is None


def test_what_is_too_large_is_not_read(tmp_path: Path) -> None:
    script = written(tmp_path, {**PLAIN, "file": "x" * 500})
    assert SourceMaps(Files(most=400)).original(script, 1, 1) is None
    assert SourceMaps(Files(most=4000)).original(script, 1, 1) is not None


def test_a_map_is_read_once(tmp_path: Path) -> None:
    script = written(tmp_path, PLAIN)
    maps = SourceMaps()
    first = maps.original(script, 1, 1)
    (tmp_path / "app.js.map").unlink()
    assert maps.original(script, 1, 1) == first is not None


def test_files_are_those_within_the_root_of_the_target(tmp_path: Path) -> None:
    (tmp_path / "srv").mkdir()
    written(tmp_path / "srv", PLAIN)
    maps = SourceMaps(Files(root=str(tmp_path)))
    assert maps.original(Script("file:///srv/app.js"), 1, 1) == Original("/srv/a.ts", 2, 1)
    # A link out of there would lead into our own root.
    shutil.move(tmp_path / "srv", tmp_path / "behind")
    (tmp_path / "srv").symlink_to(tmp_path / "behind")
    assert SourceMaps(Files(root=str(tmp_path))).original(Script("/srv/app.js"), 1, 1) is None


def test_local_paths() -> None:
    assert local_path("/a/b.js") == local_path("file:///a/b.js") == local_path("file://localhost/a/b.js")
    assert local_path("file:///a/my%20file.js") == "/a/my file.js"
    assert local_path("file://host/a.js") is None
    assert local_path("/a/../b.js") is None
