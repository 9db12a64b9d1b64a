from __future__ import annotations

from pathlib import Path

import pytest

from tuiinspect.targets.binaries import Binary, examine, named_like_node, program_name

LARGE = 17 * 2**20
NODE = b"\0node_module_register\0NODE_MODULE_VERSION\0node.js/v22.1.0\0"


def large(path: Path, content: bytes, *, at: int = 4096) -> Path:
    """A sparse file of a size that Node has."""
    with path.open("wb") as file:
        file.seek(at)
        file.write(content)
        file.truncate(LARGE)
    return path


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("anything", NODE, Binary(is_node=True, version="v22.1.0")),
        ("code", NODE + b"ELECTRON_RUN_AS_NODE", Binary(is_node=False, lookalike="Electron")),
        (
            "compiled",
            b"node_module_register\0BUN_INSTALL\0NODE_MODULE_VERSION",
            Binary(is_node=False, lookalike="Bun"),
        ),
        (
            "node",
            b"node_module_register\0BUN_INSTALL\0NODE_MODULE_VERSION",
            Binary(is_node=False, lookalike="Bun"),
        ),
        ("bun", NODE, Binary(is_node=False, lookalike="Bun")),
        ("deno", NODE, Binary(is_node=False, lookalike="Deno")),
        ("electron", NODE, Binary(is_node=False, lookalike="Electron")),
        ("dockerd", b"Go build ID", Binary(is_node=False)),
        ("node", b"\0NODE_MODULE_VERSION\0", Binary(is_node=True, version=None)),
        ("node", b"\0NODE_MODULE_VERSION\0node.js/v\0", Binary(is_node=True, version=None)),
        ("node", b"\0node.js/v21.7.3\0NODE_MODULE_VERSION\0", Binary(is_node=True, version="v21.7.3")),
    ],
)
def test_what_a_program_file_is(tmp_path: Path, name: str, content: bytes, expected: Binary) -> None:
    assert examine(large(tmp_path / name, content), name) == expected


def test_a_file_is_read_again_when_it_has_changed(tmp_path: Path) -> None:
    path = tmp_path / "node"
    path.write_bytes(b"NODE_MODULE_VERSION node.js/v20.1.0\0")
    assert examine(path, "node") == Binary(is_node=True, version="v20.1.0")
    path.write_bytes(b"NODE_MODULE_VERSION node.js/v20.1.0\0 and something that is no longer the same")
    path.write_bytes(b"another program altogether")
    assert examine(path, "node") == Binary(is_node=False)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "node").write_bytes(b"")
    assert examine(tmp_path / "node", "node") is None
    assert examine(tmp_path / "gone", "node") is None


def test_small_programs_are_not_scanned_unless_they_are_called_node(tmp_path: Path) -> None:
    (tmp_path / "tool").write_bytes(NODE)
    assert examine(tmp_path / "tool", "tool") == Binary(is_node=False)


def test_names() -> None:
    assert program_name("/usr/bin/node (deleted)") == "node"
    assert all(map(named_like_node, ("node", "nodejs", "node20", "nodejs-18", "node-v22.3.1")))
    assert not any(map(named_like_node, ("node_exporter", "nodemon", "anode", "")))
