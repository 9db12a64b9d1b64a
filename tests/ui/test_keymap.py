"""The key table: what must not be in it, and what the config file may say."""

from __future__ import annotations

import pytest
from textual.binding import Binding

from tuiinspect.errors import UsageError
from tuiinspect.ui.key_table import TABLE_OF_KEYS, all_keys, check_overrides
from tuiinspect.ui.keymap import bindings, spoken


def all_defaults() -> set[str]:
    return {key.strip() for action in all_keys().values() for key in action.keys.split(",")}


def test_no_default_key_belongs_to_a_multiplexer_or_a_terminal() -> None:
    assert not all_defaults() & {f"ctrl+{letter}" for letter in "absjoim"}


def test_every_key_of_the_contract_is_there() -> None:
    named = {"q", "ctrl+c", "escape", "?", "tab", "shift+tab", "1", "2", "3", "z", "/", "s", "r", "space"}
    named |= {"enter", "S", "c", "i", "m", "y", "w", "+", "-", ":", "ctrl+p", "ctrl+z"}
    moves = {"j", "k", "h", "l", "g", "G", "ctrl+d", "ctrl+u", "pageup", "pagedown", "home", "end"}
    assert named | moves <= all_defaults()


def test_an_action_means_the_same_keys_in_every_group() -> None:
    keys: dict[str, str] = {}
    for _, group in TABLE_OF_KEYS:
        for key in group:
            assert keys.setdefault(key.id, key.keys) == key.keys


def test_bindings_carry_the_id_for_remapping() -> None:
    made = bindings(*(group for _, group in TABLE_OF_KEYS))
    assert all(isinstance(binding, Binding) and binding.id in all_keys() for binding in made)


def test_an_unknown_action_names_the_nearest() -> None:
    assert check_overrides({"snapshot": "f5"}) == {"snapshot": "f5"}
    with pytest.raises(UsageError) as raised:
        check_overrides({"snapshoot": "f5"})
    assert "snapshoot" in raised.value.what
    assert "Did you mean snapshot?" in (raised.value.advice or "")


def test_keys_are_spoken_as_people_do() -> None:
    assert [spoken(key) for key in ("question_mark", "escape", "S")] == ["?", "esc", "S"]
