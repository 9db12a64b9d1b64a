from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import RunNode
from tests.targets.fake_proc import FakeProc
from tuiinspect.errors import NoSuchTarget, UsageError
from tuiinspect.targets.resolve import Address, Pid, TargetSpec, Url, resolve


@pytest.fixture
def fake(tmp_path: Path) -> FakeProc:
    made = FakeProc(tmp_path)
    made.add(4242, ["node", "/srv/web/server.js"])
    made.add(4243, ["node", "/srv/api/server.js", "--name", "a\x1b[31mb"])
    made.add(9229, ["node", "batch.js"])
    return made


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("4242", Pid(4242)),
        (" 4242 ", Pid(4242)),
        ("9229", Pid(9229)),
        (":9229", Address("127.0.0.1", 9229)),
        (":4242", Address("127.0.0.1", 4242)),
        ("9230", Address("127.0.0.1", 9230)),
        ("localhost:9229", Address("localhost", 9229)),
        ("10.0.0.7:9229", Address("10.0.0.7", 9229)),
        ("[::1]:9229", Address("::1", 9229)),
        ("[0:0::1]:9229", Address("::1", 9229)),
        ("ws://127.0.0.1:9229/abc-def", Url("ws://127.0.0.1:9229/abc-def")),
        ("4242/worker:3", Pid(4242, worker=3)),
        ("web", Pid(4242)),
        ("/srv/api", Pid(4243)),
        ("server.js --name", Pid(4243)),
    ],
)
def test_words(fake: FakeProc, word: str, expected: TargetSpec) -> None:
    assert resolve(word, proc=fake.root) == expected


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("", "empty word"),
        (":0", "0 is not a port"),
        (":65536", "65536 is not a port"),
        ("0", "0 is not a port"),
        ("host:99999", "99999 is not a port"),
        ("[::g]:9229", "not an IPv6 address"),
        ("[fe80]:9229", "not an IPv6 address"),
        ("http://127.0.0.1:9229", "not a ws:// URL"),
        ("wss://host/x", "not a ws:// URL"),
        ("ws://", "not a ws:// URL"),
    ],
)
def test_malformed_words(fake: FakeProc, word: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        resolve(word, proc=fake.root)


@pytest.mark.parametrize("word", ["70000", "4244/worker:1", "nothing-like-it", "4242/worker"])
def test_nothing_answers_to_it(fake: FakeProc, word: str) -> None:
    with pytest.raises(NoSuchTarget) as caught:
        resolve(word, proc=fake.root)
    assert "tuiinspect ps" in str(caught.value.advice)


def test_an_ambiguous_word_lists_the_candidates_harmlessly(fake: FakeProc) -> None:
    with pytest.raises(UsageError) as caught:
        resolve("server.js", proc=fake.root)
    assert "2 node processes" in caught.value.what
    advice = str(caught.value.advice)
    assert "4242  node /srv/web/server.js" in advice
    assert "4243  node /srv/api/server.js --name a·[31mb" in advice


def test_many_candidates_are_cut_short(fake: FakeProc) -> None:
    for pid in range(5000, 5030):
        fake.add(pid, ["node", "many.js"])
    with pytest.raises(UsageError) as caught:
        resolve("many", proc=fake.root)
    assert str(caught.value.advice).endswith("… and 20 more")


def test_a_real_process_by_its_script(run_node: RunNode, tmp_path: Path) -> None:
    script = tmp_path / "quite-unmistakable.js"
    script.write_text("console.log('up'); setInterval(() => {}, 1e6)")
    running = run_node(script)
    running.wait_line("up")
    assert resolve("quite-unmistakable") == Pid(running.pid)
    assert resolve(str(running.pid)) == Pid(running.pid)
