"""JSON for programs that a person may look at in a terminal."""

from __future__ import annotations

import json

import pytest

from tuiinspect.commands.output import json_line


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        "naïve 中文",
        "\x1b[31m",
        "C1 \x9b31m",
        "\u202egnp.exe",
        "\x7f",
        "half \ud800",
        "tag \U000e0041",
        '"\\\n',
    ],
)
def test_every_text_comes_through_and_acts_on_no_terminal(text: str) -> None:
    line = json_line({"text": text})
    assert json.loads(line) == {"text": text}
    assert line.isprintable()


def test_what_needs_no_escape_stays_readable() -> None:
    assert json_line({"name": "naïve 中文"}) == '{"name":"naïve 中文"}'
