"""Profiles in files: saved as they came, read with their source maps, refused when they are none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tuiinspect.errors import UnreadableFile, UnwritableFile
from tuiinspect.probes.profile_file import check_new, load_profile, save_profile

BUNDLE = Path(__file__).parents[1] / "sourcemaps" / "fixtures" / "esbuild-min" / "main.js"


def node(number: int, name: str, *children: object, url: str = "", at: int = -1, size: int = 0) -> object:
    frame = {
        "functionName": name,
        "scriptId": "7" if url else "0",
        "url": url,
        "lineNumber": 0 if url else -1,
        "columnNumber": at,
    }
    return {"callFrame": frame, "selfSize": size, "id": number, "children": children}


def document() -> dict[str, object]:
    column = BUNDLE.read_text().index("function p(") + len("function p")
    leaf = node(3, "p", url=BUNDLE.as_uri(), at=column, size=65_600)
    return {
        "head": node(1, "(root)", node(2, "emit", leaf, url="node:events", at=4)),
        "samples": [{"size": 32_800, "nodeId": 3, "ordinal": ordinal} for ordinal in (1, 2)],
    }


def test_a_saved_profile_is_read_with_its_source_maps(tmp_path: Path) -> None:
    path = tmp_path / "a.heapprofile"
    path.write_text(json.dumps(document()))
    profile = load_profile(path)
    (stack,) = profile.stacks
    assert (stack.bytes, stack.count, profile.total_bytes) == (65_600, 2, 65_600)
    retain, emit = stack.frames
    assert (retain.function, retain.line, retain.kind) == ("retain", 8, "program")
    assert retain.file is not None
    assert retain.file.endswith("src/main.ts")
    assert (emit.function, emit.file, emit.line, emit.kind) == ("emit", "node:events", 1, "node")


def test_what_was_read_is_saved_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.heapprofile"
    path.write_text(json.dumps(document()))
    copy = tmp_path / "b.heapprofile"
    check_new(copy)
    save_profile(load_profile(path), copy)
    assert copy.read_bytes() == path.read_bytes()
    with pytest.raises(UnwritableFile, match="there already"):
        save_profile(load_profile(path), copy)
    with pytest.raises(UnwritableFile, match="there already"):
        check_new(copy)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[1]",
        b'{"head": 1}',
        b"\xff\xfe",
        b'{"head":{"callFrame":{},"children":[' * 20_000,
    ],
)
def test_what_is_no_profile_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.heapprofile"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=r"a\.heapprofile"):
        load_profile(path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="cannot read"):
        load_profile(tmp_path / "none.heapprofile")
