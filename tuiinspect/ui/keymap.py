"""The keys by the groups they belong to; `key_table` puts the groups together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual.binding import Binding


@dataclass(frozen=True, slots=True)
class Key:
    """One action a person can ask for.

    `id` is its name in the config file; `keys` are Textual's names, separated by commas; `words` stand in the
    help and the palette, `hint` (if any) in the line at the bottom of the screen. `title` is for the palette
    where the id says too little.
    """

    id: str
    keys: str
    action: str
    words: str
    hint: str = ""
    priority: bool = False
    title: str = ""

    @property
    def name(self) -> str:
        """What the palette calls it and finds it by."""
        return self.title or self.id.replace("-", " ")


APP = (
    Key("help", "?", "app.show_help", "what the keys do here", "help"),
    Key("quit", "q", "app.leave", "quit", "quit"),
    Key("quit-now", "ctrl+c", "app.leave", "quit, also while typing", priority=True),
    Key("palette", ":,ctrl+p", "app.command_palette", "find an action by name"),
    Key("suspend", "ctrl+z", "app.suspend_process", "suspend; `fg` comes back"),
)

MOVEMENT = (
    Key("down", "j,down", "cursor_down", "one down"),
    Key("up", "k,up", "cursor_up", "one up"),
    Key("left", "h,left", "cursor_left", "left, or out"),
    Key("right", "l,right", "cursor_right", "right, or in"),
    Key("page-down", "pagedown", "page_down", "one page down"),
    Key("page-up", "pageup", "page_up", "one page up"),
    Key("half-page-down", "ctrl+d", "half_page_down", "half a page down"),
    Key("half-page-up", "ctrl+u", "half_page_up", "half a page up"),
    Key("first", "g,home", "go_first", "to the first"),
    Key("last", "G,end", "go_last", "to the last"),
    Key("open", "enter", "open", "open what is under the cursor", "open"),
)

SCROLL = tuple(key for key in MOVEMENT if key.id not in ("left", "right", "open"))

TABLE = (
    # Before anything else, so that what is typed right behind it finds the line open.
    Key("filter", "/", "edit_filter", "filter as you type", "filter", priority=True),
    Key("sort", "s", "next_sort", "sort by the next column", "sort"),
    Key("reverse", "r", "reverse_sort", "reverse the order"),
    Key("clear-filter", "escape", "clear_filter", "drop the filter"),
)

SERIES = (
    Key("beside", "b", "set_beside", "put this series beside another one: ratio, correlation", "beside"),
    Key("end-beside", "escape", "end_beside", "drop the comparison"),
)

BROWSER = (
    Key("path", "p", "show_path", "shortest path to a root; again for the next one", "path to root"),
    Key(
        "internals", "f", "toggle_internals", "show or hide the runtime's own objects in between", "internals"
    ),
    Key("details", "d", "show_details", "what the object is made of: fields, entries, variables", "details"),
    Key("look", "v", "look", "look at the living object behind the row (asks first)", "live"),
    Key("ignore", "x", "ignore", "ignore this retainer: what else holds the object", "ignore"),
    Key("ignore-nothing", "X", "ignore_nothing", "look at the ignored retainers again"),
    Key("copy", "y", "copy", "copy the row; on a path its sentence", "copy"),
    Key("back", "escape,backspace", "back", "one step back", "back"),
)

VIEWS = (
    Key("view-classes", "C", "show_view('classes')", "view: classes, by what they retain", "classes"),
    Key(
        "view-holders",
        "H",
        "show_view('holders')",
        "view: who holds the growth between two snapshots",
        "holders",
    ),
    Key("view-compared", "N", "show_view('compared')", "view: what is new since the earlier snapshot", "new"),
    Key("view-owners", "D", "show_view('owners')", "view: dominators, what is big and who owns it", "owners"),
    Key("view-root", "R", "show_view('root')", "view: what the root holds, and so on down", "root"),
    Key("view-strings", "L", "show_view('strings')", "view: the longest strings", "strings"),
    Key(
        "view-duplicates",
        "U",
        "show_view('duplicates')",
        "view: strings of one text, and what they waste",
        "duplicates",
    ),
    Key("view-kinds", "K", "show_view('kinds')", "view: bytes by kind", "kinds"),
)

ALLOCATIONS = (
    Key("view", "v", "next_view", "functions by growth, or the tree of their callers", "tree/list"),
    Key(
        "internals", "f", "toggle_internals", "show or hide the runtime's own objects in between", "internals"
    ),
    Key("save-profile", "w", "save_profile", "save the profile as .heapprofile, for DevTools", "save"),
)

PROFILE = (Key("copy", "y", "copy", "copy the row under the cursor", "copy"),)

FILTER = (
    Key("filter-keep", "enter,down", "keep_filter", "keep the filter, back to the rows", "keep"),
    Key("filter-drop", "escape", "drop_filter", "drop the filter", "drop"),
)

PANES = (
    # The keys of the single panes follow from the table of panes, see `key_table`.
    Key("next-pane", "tab", "next_pane(1)", "next pane"),
    Key("previous-pane", "shift+tab", "next_pane(-1)", "previous pane"),
    Key("maximise", "z", "toggle_maximise", "give this pane the whole screen, and back", "zoom"),
    Key("restore", "escape", "restore", "back to all panes, or to the first three"),
)

DASHBOARD = (
    Key("snapshot", "S", "take_snapshot", "take a heap snapshot (asks first)", "snapshot"),
    Key(
        "census",
        "c",
        "take_census",
        "count everything by one heap walk (asks first)",
        "census",
    ),
    Key("triage", "t", "triage", "name the leak: climb the ladder for a minute (asks first)", "triage"),
    Key("allocations", "a", "sample_allocations", "sample allocations; again: read them now", "allocations"),
    Key("stop-allocations", "A", "stop_allocations", "stop to sample allocations"),
    Key("mark", "m", "set_mark", "set a mark; growth is counted from it", "mark"),
    Key("pause", "space", "toggle_pause", "hold the view still; sampling goes on", "pause"),
    Key("hook", "i", "toggle_hook", "put the listener hook into .on(), or take it out", "hook"),
    Key("call-sites", "I", "toggle_call_sites", "note from where listeners are added, or forget it again"),
    Key("copy", "y", "copy", "copy the row under the cursor, or the heap's figures"),
    Key("report", "w", "write_report", "write the report to a file", "report"),
    Key("faster", "+,=", "change_interval(-1)", "sample more often"),
    Key("slower", "-", "change_interval(1)", "sample less often"),
    Key("cancel-capture", "escape", "cancel_capture", "stop the running snapshot"),
    Key("cancel-triage", "escape", "cancel_triage", "stop the running triage"),
    Key("leave-target", "escape", "leave_target", "let go of the process, back to the list"),
)

DIALOG = (
    Key("confirm", "y,enter", "confirm", "do it"),
    Key("force", "F", "force", "do it although it does not fit"),
    Key("decline", "n,escape,q", "decline", "leave it"),
)

DETAIL = (
    Key("close", "escape", "close", "back", "back"),
    Key("copy", "y", "copy", "copy the function under the cursor", "copy"),
)

FINDINGS = (Key("copy", "y", "copy", "copy the report, as Markdown for a ticket", "copy"),)

HELP = (
    Key("close-help", "escape,?,q", "close", "back", "back"),
    *SCROLL,
)


def bindings(*groups: Iterable[Key]) -> list[Binding]:
    """Textual's bindings for groups of the table, for a class's BINDINGS."""
    return [
        Binding(key.keys, key.action, key.words, show=bool(key.hint), priority=key.priority, id=key.id)
        for group in groups
        for key in group
    ]


_SPOKEN = {
    "question_mark": "?",
    "slash": "/",
    "colon": ":",
    "plus": "+",
    "minus": "-",
    "equals_sign": "=",
    "escape": "esc",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "home": "Home",
    "end": "End",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
}


def spoken(key: str) -> str:
    """A key's name for people: `question_mark` is `?`."""
    return _SPOKEN.get(key, key)
