"""What open handles keep alive is told by the handles."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tuiinspect.heap import load
from tuiinspect.heap.growth import growth

_PROGRAM = """
const v8 = require('node:v8');
class Report { constructor(at) { this.rows = Array.from({ length: 20 }, (_, row) => ({ at, row })); } }
function ask(at) {
  const report = new Report(at);
  const { port1, port2 } = new MessageChannel();
  port1.on('message', () => report.rows.push(at));
  port2.on('message', () => report.rows.push(at));
}
const steps = process.argv.slice(1);
function step(number) {
  for (let at = 0; at < 60; at++) ask(at);
  setImmediate(() => {
    v8.writeHeapSnapshot(steps[number]);
    if (number + 1 < steps.length) step(number + 1);
    else process.exit(0);
  });
}
step(0);
"""


def test_ports_that_are_never_closed_are_named(node: Path, tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.heapsnapshot" for number in range(3)]
    subprocess.run([node, "-e", _PROGRAM, *paths], check=True, timeout=120)
    base, middle, newer = map(load, paths)
    holder = growth(base, newer, middle=middle).holders[0]
    assert (holder.kind, holder.path) == ("handles", "open MessagePort handles")
    first = holder.accumulates[0]
    assert (first.class_name, first.added, first.removed) == ("Report", 120, 0)
    assert "MessagePort" in {row.class_name for row in holder.accumulates}
