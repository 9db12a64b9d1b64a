"""Modules that are loaded again and again are told by their file, with whose children they are."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tuiinspect.heap import load
from tuiinspect.heap.growth import Growth, growth

_LOADER = """
module.exports = (name) => {
  const file = require.resolve(name);
  delete require.cache[file];
  return require(file);
};
"""
_RULES = "module.exports = { rows: Array.from({ length: 50 }, (_, row) => ({ row })) };"
_PROGRAM = """
const v8 = require('node:v8');
const fresh = require('./loader');
const steps = process.argv.slice(2);
function step(number) {
  for (let at = 0; at < 60; at++) fresh(FILE);
  v8.writeHeapSnapshot(steps[number]);
  if (number + 1 < steps.length) setImmediate(step, number + 1);
}
step(0);
"""


def _grown(node: Path, folder: Path, file: str) -> Growth:
    (folder / "loader.js").write_text(_LOADER)
    for number in range(60):
        (folder / f"rules{number}.js").write_text(_RULES)
    (folder / "app.js").write_text(_PROGRAM.replace("FILE", file))
    paths = [folder / f"{number}.heapsnapshot" for number in range(3)]
    subprocess.run([node, folder / "app.js", *paths], check=True, timeout=120)
    base, middle, newer = map(load, paths)
    return growth(base, newer, middle=middle)


def check_named(node: Path, folder: Path) -> None:
    holder = _grown(node, folder, "'./rules7'").holders[0]
    assert holder.path == "Array .children of module loader.js"
    first = holder.accumulates[0]
    assert (first.class_name, first.added, first.removed) == ("Module of rules7.js", 120, 0)


def test_the_file_that_is_loaded_again_is_named_and_who_keeps_it(node: Path, tmp_path: Path) -> None:
    check_named(node, tmp_path)


@pytest.mark.every_node
def test_it_is_named_in_every_version(every_node: Path, tmp_path: Path) -> None:
    check_named(every_node, tmp_path)


def test_of_many_files_none_is_named(node: Path, tmp_path: Path) -> None:
    found = _grown(node, tmp_path, "`./rules${at}`")
    holder = next(one for one in (*found.holders, *found.aside) if ".children" in one.path)
    assert holder.path == "Array .children of module loader.js"
    names = [row.class_name for row in holder.accumulates]
    assert "Module" in names
    assert not any(name.startswith("Module of") for name in names)
