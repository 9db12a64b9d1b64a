"""What is sent to a target: small enough for a worker thread, and all of it code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import tuiinspect.probes
from tuiinspect.probes.scripts import Limits, agent_expression, source, watcher_expression

FILES = sorted(Path(tuiinspect.probes.__file__).parent.glob("*.js"))


def test_the_agent_fits_into_a_message_to_a_worker_of_an_old_node() -> None:
    agent = agent_expression(Limits(), hook=True, call_sites=True, close_inspector=None, owner="someone")
    watcher = watcher_expression(Limits(), close_inspector=None)
    # It is a string in a message that is a string in a message.
    assert len(json.dumps(json.dumps(agent))) < 120 * 1024
    assert len(watcher) < len(agent)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_only_whole_lines_of_comment_are_left_out(path: Path) -> None:
    text, sent = path.read_text(encoding="utf-8"), source(path.stem)
    left_out = [line.strip() for line in text.splitlines() if line.strip() not in sent.splitlines()]
    assert all(line == "" or line.startswith(("/*", "*", "//")) for line in left_out)
    assert not any(line.startswith(("/*", "* ", "//")) for line in sent.splitlines())
    assert "`" not in "".join(line for line in sent.splitlines() if line.count("`") % 2)
