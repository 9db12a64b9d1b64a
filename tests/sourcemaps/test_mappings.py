"""Decoding `mappings`: against Node's own decoder, and what is no mappings."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuiinspect.sourcemaps.mappings import Segment, decode

FIXTURES = Path(__file__).with_name("fixtures")
DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

# What Node says of every position: [line, column, generated column, source, original line and column, name].
ASK_NODE = """
const { SourceMap } = require('module');
const fs = require('fs');
const map = new SourceMap(JSON.parse(fs.readFileSync(process.argv[1], 'utf8')));
const lines = fs.readFileSync(process.argv[1].slice(0, -4), 'utf8').split('\\n');
const said = [];
lines.forEach((text, line) => {
  for (let column = 0; column <= text.length; column++) {
    const at = map.findEntry(line, column);
    const here = at.generatedLine === line;
    said.push([line, column, here && at.originalSource !== undefined
      ? [at.generatedColumn, at.originalSource, at.originalLine, at.originalColumn, at.name ?? null] : null]);
  }
});
console.log(JSON.stringify(said));
"""


@pytest.mark.parametrize("name", ["tsc/hub.js.map", "tsc/main.js.map", "esbuild-min/main.js.map"])
def test_every_position_is_where_node_says(node: Path, name: str) -> None:
    path = FIXTURES / name
    said = json.loads(
        subprocess.run([node, "-e", ASK_NODE, path], check=True, capture_output=True, text=True).stdout
    )
    document = json.loads(path.read_text())
    mappings = decode(document["mappings"])
    for line, column, known in said:
        answer = _known(mappings.at(line, column), document)
        # Where a segment has no name, this Node repeats the one of a segment before.
        end = 4 if answer is not None and answer[-1] is None else 5
        assert (answer and answer[:end]) == (known and known[:end])
    assert sum(known is not None for *_, known in said) > 100


def _known(segment: Segment | None, document: dict[str, list[str]]) -> list[object] | None:
    if segment is None:
        return None
    source = document["sources"][segment.source]
    name = None if segment.name is None else document["names"][segment.name]
    return [segment.generated_column, source, segment.line, segment.column, name]


def _vlq(value: int) -> str:
    rest = abs(value) << 1 | (value < 0)
    text = ""
    while True:
        rest, digit = rest >> 5, rest & 31
        text += DIGITS[digit | (32 if rest else 0)]
        if not rest:
            return text


FIGURES = st.tuples(
    st.integers(0, 2**20), st.integers(0, 40), st.integers(0, 2**20), st.integers(0, 2**30), st.integers(0, 9)
)


@given(st.lists(st.lists(FIGURES, unique_by=lambda figures: figures[0]).map(sorted), max_size=8))
def test_what_was_encoded_comes_back(lines: list[list[tuple[int, int, int, int, int]]]) -> None:
    rest = [0, 0, 0, 0]
    texts = []
    for line in lines:
        at = 0
        segments = []
        for generated, *figures in line:
            deltas = [generated - at, *(now - before for now, before in zip(figures, rest, strict=True))]
            at, rest = generated, figures
            segments.append("".join(map(_vlq, deltas)))
        texts.append(",".join(segments))
    mappings = decode(";".join(texts))
    for number, line in enumerate(lines):
        for generated, source, original, column, name in line:
            assert mappings.at(number, generated) == Segment(generated, source, original, column, name)


def test_places_between_and_outside_segments() -> None:
    mappings = decode(";EAAA,I,IACC;;")
    assert mappings.at(0, 5) is None
    assert mappings.at(1, 1) is None
    assert mappings.at(1, 5) == Segment(2, 0, 0, 0, None)
    assert mappings.at(1, 6) is None  # a segment of one figure: nothing was written there
    assert mappings.at(1, 999) == Segment(10, 0, 1, 1, None)
    assert mappings.at(2, 0) is None
    assert mappings.at(99, 0) is None
    assert mappings.at(-1, 0) is None
    assert decode("").at(0, 0) is None


def test_segments_that_do_not_come_in_order_are_found() -> None:
    mappings = decode("UAAA,LACA")
    assert mappings.at(0, 5) == Segment(5, 0, 1, 0, None)
    assert mappings.at(0, 12) == Segment(10, 0, 0, 0, None)


@pytest.mark.parametrize(
    "text", ["AA", "AAA", "AAAAAA", "A A", "gg", "AAAg,AAAA", "AAAg", "ggggggggA", "D", "AADA", "AAAA\n", "€"]
)
def test_what_is_no_mappings_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        decode(text)


@given(st.text(st.sampled_from([*DIGITS, ",", ";"])))
def test_anything_is_decoded_or_refused(text: str) -> None:
    try:
        mappings = decode(text)
    except ValueError:
        return
    for line in range(text.count(";") + 2):
        mappings.at(line, 3)
