"""Words of a target in Markdown: they are data there too, and may not act."""

from __future__ import annotations

from collections.abc import Sequence

from tuiinspect.text import clean

_MOST = 600


def escaped(text: str, limit: int = 200) -> str:
    """`text` with nothing in it that Markdown would read."""
    cleaned = clean(text, limit)
    for mark in "\\`*_<>[]|#":
        cleaned = cleaned.replace(mark, "\\" + mark)
    return cleaned


def listed(title: str, items: Sequence[str]) -> list[str]:
    """The lines of a section, none where there are no items."""
    return [f"### {title}", "", *(f"- {escaped(item, _MOST)}" for item in items), ""] if items else []
