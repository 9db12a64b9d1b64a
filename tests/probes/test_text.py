from __future__ import annotations

import pytest

from tests.probes.conftest import RunTarget

OWN_JSON = """
globalThis.calls = 0;
const own = () => { globalThis.calls++; return 'of the program'; };
"""
WAYS = {
    "objects": "Object.prototype.toJSON = own;",
    "arrays": "Array.prototype.toJSON = own;",
    "what arrays inherit": "Object.setPrototypeOf(Array.prototype, { "
    "__proto__: Object.prototype, toJSON: own });",
    "texts": "String.prototype.toJSON = own;",
    "itself": "JSON.stringify = (...all) => own(...all);",
    "bound": "JSON.stringify = own.bind(null);",
    "a proxy": "JSON.stringify = new Proxy(JSON.stringify, { apply: own });",
}


@pytest.mark.parametrize("way", WAYS)
def test_the_programs_own_way_to_write_json_is_not_used(run_target: RunTarget, way: str) -> None:
    target = run_target(
        f"""
        const {{ EventEmitter }} = require('events');
        exports.bus = new EventEmitter().on('tick', () => {{}});
        {OWN_JSON}
        {WAYS[way]}
        """
    )
    agent = target.install()
    assert [row.event for row in agent.sample().listeners.rows if row.name == "bus"] == ["tick"]
    assert target.evaluate("globalThis.calls") == 0


def test_broken_texts_arrive(run_target: RunTarget) -> None:
    target = run_target(
        r"""
        const { EventEmitter } = require('events');
        exports.bus = new EventEmitter().on('half \ud800 "quoted" \\ü', () => {});
        """
    )
    rows = target.install().sample().listeners.rows
    assert [row.event for row in rows if row.name == "bus"] == ['half � "quoted" \\ü']
