"""JSON on stdout: one document a line, in which no character can act on a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

import click

from tuiinspect.text import is_harmless


def say_json(document: Mapping[str, object]) -> None:
    """Print `document` as one line of UTF-8."""
    click.echo(json_line(document))


def json_line(document: Mapping[str, object]) -> str:
    """Encode `document`; what `text.clean` would replace is escaped, so that nothing is lost."""
    encoded = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    if encoded.isascii() and "\x7f" not in encoded:
        return encoded
    return "".join(map(_escaped, encoded))


def _escaped(character: str) -> str:
    return character if is_harmless(character) else "".join(_code_units(character))


def _code_units(character: str) -> Iterator[str]:
    units = character.encode("utf-16-be", "surrogatepass")
    return (f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
