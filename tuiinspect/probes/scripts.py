"""The JavaScript that runs in the target, put together from the files beside this one."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

_PARTS = (
    "builtins",
    "emitters",
    "names",
    "registry",
    "listeners",
    "reach",
    "functions",
    "census",
    "wrappers",
    "hook",
    "memory",
)

# Node's own modules without the program's `require`: its first form exists since 20.16 and 22.3.
_LOAD = (
    "(name) => process.getBuiltinModule ? process.getBuiltinModule(name)"
    " : typeof require === 'function' ? require(name) : process.mainModule.require(name)"
)


@cache
def source(name: str) -> str:
    """The text of one file, which is a single expression."""
    return files(__package__).joinpath(f"{name}.js").read_text(encoding="utf-8").strip()


def agent_expression(options: dict[str, object]) -> str:
    """An expression whose value is a new agent. Each part closes over its arguments only."""
    parts = ",\n".join(f"{name}: {source(name)}" for name in _PARTS)
    call = f"{source('agent')}({{\n{parts}\n}}, {_LOAD}, {json.dumps(options)})"
    return f"{call}\n//# sourceURL=tuiinspect-agent.js"
