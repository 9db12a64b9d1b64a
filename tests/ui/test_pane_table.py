"""The table of panes: what follows from it."""

from __future__ import annotations

from itertools import dropwhile

from tuiinspect.ui.key_table import all_keys
from tuiinspect.ui.pane_table import PANE_KEYS, PANE_TABLE


def test_numbers_and_ids_are_each_panes_own() -> None:
    numbers = [kind.NUMBER for kind in PANE_TABLE]
    assert numbers == sorted(set(numbers))
    assert len({kind.ID for kind in PANE_TABLE}) == len(PANE_TABLE)


def test_the_home_view_comes_first() -> None:
    home = [kind.NUMBER for kind in PANE_TABLE if not kind.FULL]
    assert home == [1, 2, 3]
    assert all(kind.FULL for kind in dropwhile(lambda kind: not kind.FULL, PANE_TABLE))


def test_each_pane_has_the_key_of_its_number() -> None:
    assert [(key.id, key.keys) for key in PANE_KEYS] == [
        (f"pane-{kind.NUMBER}", str(kind.NUMBER)) for kind in PANE_TABLE
    ]
    assert {key.id for key in PANE_KEYS} <= set(all_keys())
