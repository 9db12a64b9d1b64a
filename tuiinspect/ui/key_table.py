"""The one table of keys: help, hints, the palette and the config file all read it."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

from tuiinspect.errors import UsageError
from tuiinspect.ui.keymap import (
    ALLOCATIONS,
    APP,
    BROWSER,
    DASHBOARD,
    DETAIL,
    DIALOG,
    FILTER,
    FINDINGS,
    HELP,
    MOVEMENT,
    PANES,
    PROFILE,
    SERIES,
    TABLE,
    VIEWS,
    Key,
)
from tuiinspect.ui.pane_table import PANE_KEYS

TABLE_OF_KEYS: tuple[tuple[str, tuple[Key, ...]], ...] = (
    ("this pane", TABLE),
    ("series", SERIES),
    ("the snapshot", VIEWS),
    ("retainers", BROWSER),
    ("allocations", ALLOCATIONS),
    ("moving", MOVEMENT),
    ("panes", (*PANES, *PANE_KEYS)),
    ("the process", DASHBOARD),
    ("dialogs", DIALOG),
    ("a saved profile", PROFILE),
    ("details", DETAIL),
    ("saved findings", FINDINGS),
    ("this help", HELP),
    ("typing a filter", FILTER),
    ("everywhere", APP),
)


def all_keys() -> dict[str, Key]:
    """Every action of the table by its name."""
    return {key.id: key for _, group in TABLE_OF_KEYS for key in group}


def check_overrides(overrides: Mapping[str, str]) -> dict[str, str]:
    """Return `overrides` (action name -> keys) if every name is known.

    Raises:
        UsageError: a name is unknown; the message names the nearest known one.
    """
    known = all_keys()
    for name in overrides:
        if name not in known:
            nearest = get_close_matches(name, known, n=1, cutoff=0.0)
            raise UsageError(
                f"the config file gives a key to an unknown action: {name}",
                advice=f"Did you mean {nearest[0]}? Known are: {', '.join(sorted(known))}",
            )
    return dict(overrides)
