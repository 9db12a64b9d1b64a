"""The JavaScript files beside this one."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def script(name: str) -> str:
    return (files(__package__) / name).read_text(encoding="utf-8")
