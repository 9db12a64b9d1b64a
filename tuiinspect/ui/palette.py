"""The sixteen colours of the user's own terminal, by meaning; none of them says anything alone."""

from __future__ import annotations

from typing import Final

from rich.style import Style
from textual.theme import Theme

STYLES: Final[dict[str, Style]] = {
    "": Style.null(),
    "dim": Style(dim=True),
    "strong": Style(bold=True),
    "title": Style(bold=True),
    "title-focused": Style(bold=True, color="cyan"),
    "rule": Style(dim=True),
    "rule-focused": Style(color="cyan"),
    "head": Style(dim=True),
    "head-sorted": Style(bold=True),
    "floor": Style(color="cyan", dim=True),
    "heap": Style(color="blue", bold=True),
    "limit": Style(color="red"),
    "mark": Style(color="magenta", bold=True),
    "good": Style(color="green"),
    "warn": Style(color="yellow"),
    "bad": Style(color="red", bold=True),
    "key": Style(bold=True),
    "edge": Style(color="cyan"),
    "match": Style(color="yellow", bold=True, underline=True),
    "badge": Style(reverse=True, bold=True),
    "cursor": Style(reverse=True),
    "cursor-blurred": Style(underline=True),
}

# Every colour is the terminal's own, so that it is readable on dark, light and 16 colours alike.
THEME: Final = Theme(
    name="terminal",
    ansi=True,
    primary="ansi_blue",
    secondary="ansi_cyan",
    warning="ansi_yellow",
    error="ansi_red",
    success="ansi_green",
    accent="ansi_cyan",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    variables={
        "ansi-background": "ansi_default",
        "ansi-foreground": "ansi_default",
        "border": "ansi_cyan",
        "border-blurred": "ansi_default",
        "block-cursor-foreground": "ansi_default",
        "block-cursor-background": "ansi_default",
        "block-cursor-text-style": "reverse",
        "block-cursor-blurred-text-style": "underline",
        "input-cursor-background": "ansi_default",
        "input-cursor-foreground": "ansi_default",
        "input-cursor-text-style": "reverse",
    },
)


def style(name: str) -> Style:
    return STYLES[name]
