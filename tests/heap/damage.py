"""Snapshot files damaged at random, each the same for the same seed, and what must become of them."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from typing import Any

from tests.heap.many_kinds import PAIR, text_of_many_kinds
from tuiinspect.errors import UnreadableFile
from tuiinspect.heap import Filter, HeapSnapshot, load_chunks

Document = dict[str, Any]
Mutation = Callable[[random.Random, Document], None]

NAMES_A_PLACE = re.compile(
    r"byte [\d,]+|sections? '|snapshot\.meta\.|root_index|row [\d,]+ of|announces|as its root|is empty"
)
"""What the words of every refusal must have: where in the file it went wrong."""

_SECTIONS = ("nodes", "edges", "locations")
_NUMBERS = (
    0,
    1,
    2,
    3,
    6,
    9,
    255,
    256,
    65535,
    2**31 - 1,
    2**31,
    2**32 - 1,
    2**32,
    2**53,
    2**63,
    10**18,
    10**25,
)


def damaged(seed: int) -> bytes:
    """A snapshot file with something wrong in it, now and then with nothing that matters."""
    chance = random.Random(seed)
    document: Document = json.loads(text_of_many_kinds())
    if chance.random() < 0.7:
        for _ in range(chance.randint(1, 3)):
            chance.choice(_STRUCTURAL)(chance, document)
    text = bytearray(_written(chance, document))
    if chance.random() < 0.5:
        for _ in range(chance.randint(1, 4)):
            chance.choice(_TEXTUAL)(chance, text)
    return bytes(text)


def outcome(text: bytes, seed: int) -> str:
    """`loaded` when a snapshot came of it and every question was answered, `refused` when words did; the
    words themselves where they do not name the place. The seed says in what pieces the text comes.
    """
    cut = random.Random(seed).randint(0, len(text))
    try:
        snapshot = load_chunks([text[:cut], text[cut:]])
    except UnreadableFile as error:
        return "refused" if NAMES_A_PLACE.search(error.what) else error.what
    use(snapshot)
    return "loaded"


def use(snapshot: HeapSnapshot) -> None:
    """Ask everything that can be asked, of some of the nodes."""
    for row in snapshot.classes()[:4]:
        snapshot.objects(row.key, 0, 5)
    for node in range(0, snapshot.node_count, 5):
        snapshot.at(node)
        snapshot.retainers(node)
        snapshot.children(node)
        snapshot.paths(node, 2)
        snapshot.views.dominated(node)
        snapshot.views.detail(node)
        snapshot.views.parts(node, internals=bool(node % 2))
    snapshot.views.longest_strings(0, 9)
    snapshot.statistics()
    for by in Filter:
        snapshot.filtered(by).classes()
    snapshot.duplicate_strings().groups(0, 9)
    snapshot.ignoring([1, 3]).retainers(4)
    snapshot.diff(snapshot)


def _written(chance: random.Random, document: Document) -> bytes:
    layout = chance.randrange(4)
    if layout == 0:
        return _as_v8_writes(document).encode("utf-8", "surrogatepass")
    indent, separators = ((None, (",", ":")), (1, None), (None, None))[layout - 1]
    return json.dumps(document, indent=indent, separators=separators).encode()


def _as_v8_writes(document: Document) -> str:
    """One row a line, a comma at its beginning."""
    parts = []
    for key, value in document.items():
        rows = {"nodes": 6, "edges": 3}.get(key)
        if rows and isinstance(value, list):
            lines = (
                ",".join(map(json.dumps, value[start : start + rows])) for start in range(0, len(value), rows)
            )
            parts.append(f'"{key}":[' + "\n,".join(lines) + "\n]")
        else:
            parts.append(f'"{key}":' + json.dumps(value, separators=(",", ":"), ensure_ascii=False))
    return "{" + ",\n".join(parts) + "}"


def _some_number(chance: random.Random) -> int | float:
    number = chance.choice((*_NUMBERS, chance.randrange(300), chance.randrange(50) * 6))
    sign = -1 if chance.random() < 0.1 else 1
    return number + 0.5 if chance.random() < 0.03 else sign * number


def _change_numbers(chance: random.Random, document: Document) -> None:
    section = document.get(chance.choice(_SECTIONS))
    for _ in range(chance.randint(1, 4)):
        if isinstance(section, list) and section:
            section[chance.randrange(len(section))] = _some_number(chance)


def _change_small_numbers(chance: random.Random, document: Document) -> None:
    """Numbers that may well be right: other types, names, edges to other nodes."""
    section = document.get(chance.choice(_SECTIONS))
    for _ in range(chance.randint(1, 6)):
        if isinstance(section, list) and section:
            section[chance.randrange(len(section))] = chance.choice(
                (chance.randrange(16), 6 * chance.randrange(42))
            )


def _change_head(chance: random.Random, document: Document) -> None:
    head = document.get("snapshot")
    if isinstance(head, dict):
        key = chance.choice(("node_count", "edge_count", "root_index", "extra_native_bytes", "meta"))
        head[key] = _some_number(chance)


def _change_meta(chance: random.Random, document: Document) -> None:
    head = document.get("snapshot")
    meta = head.get("meta") if isinstance(head, dict) else None
    if not isinstance(meta, dict) or not meta:
        return
    key = chance.choice(sorted(meta))
    value = meta[key]
    if not isinstance(value, list) or not value or chance.random() < 0.2:
        meta[key] = chance.choice([None, [], "string", [[]], {}, 3])
    elif chance.random() < 0.5:
        chance.shuffle(value)
    elif isinstance(value[0], list) and value[0]:
        at = chance.randrange(len(value[0]))
        value[0][at] = chance.choice(["unheard of", value[0][0], "weak", "hidden", 5])
    else:
        value[chance.randrange(len(value))] = chance.choice(["unheard of", value[0], None])


def _add_type(chance: random.Random, document: Document) -> None:
    """A type that nobody has heard of, and a row of it."""
    try:
        meta = document["snapshot"]["meta"]
        names, section = chance.choice(((meta["node_types"], "nodes"), (meta["edge_types"], "edges")))
        names[0].append("unheard of")
        document[section][0 if section == "nodes" else 3] = len(names[0]) - 1
    except (KeyError, TypeError, AttributeError, IndexError):
        return


def _change_sections(chance: random.Random, document: Document) -> None:
    keys = list(document)
    if not keys:
        return
    what = chance.randrange(5)
    key = chance.choice(keys)
    if what == 0:
        del document[key]
    elif what == 1:
        document[key] = chance.choice([None, 1, "text", {}, [], [[1]], [None], ["a", 1]])
    elif what == 2:
        document["unheard of"] = chance.choice([[[[{"a": []}]]], {"b": "]}"}, "x\\", 1.5, None])
    else:
        chance.shuffle(keys)
        held = dict(document)
        document.clear()
        document.update({key: held[key] for key in keys})


def _lengthen(chance: random.Random, document: Document) -> None:
    section = document.get(chance.choice((*_SECTIONS, "strings")))
    if isinstance(section, list) and section:
        count = chance.randint(1, 7)
        if chance.random() < 0.5:
            section += section[:count]
        else:
            del section[-count:]


def _repeat_ids(chance: random.Random, document: Document) -> None:
    nodes = document.get("nodes")
    if isinstance(nodes, list) and len(nodes) > 20:
        for _ in range(chance.randint(1, 5)):
            nodes[6 * chance.randrange(len(nodes) // 6) + 2] = nodes[2]


def _change_strings(chance: random.Random, document: Document) -> None:
    strings = document.get("strings")
    if isinstance(strings, list) and strings:
        at = chance.randrange(len(strings))
        strings[at] = chance.choice(
            (
                *strings,
                "",
                "\0",
                "\ud800",
                '"',
                "\\",
                "x" * 3000,
                f"9{PAIR}",
                "1 / part of key (@1) -> value (@) pair in WeakMap (table @)",
                "3 / part of key () -> value (a @99999999999999999999) pair in WeakMap (table @7)",
                "Detached <",
                "<a b",
                "system / Context / ",
                7,
                None,
            )
        )


def _flip(chance: random.Random, text: bytearray) -> None:
    for _ in range(chance.randint(1, 5)):
        if text:
            text[chance.randrange(len(text))] = chance.randrange(256)


def _put_sign(chance: random.Random, text: bytearray) -> None:
    if text:
        text[chance.randrange(len(text))] = chance.choice(b'0123456789,:[]{}"\\-+.eE \n\0')


def _cut(chance: random.Random, text: bytearray) -> None:
    del text[chance.randrange(len(text) + 1) :]


def _cut_out(chance: random.Random, text: bytearray) -> None:
    at = chance.randrange(len(text) + 1)
    del text[at : at + chance.randint(1, 200)]


def _put_in(chance: random.Random, text: bytearray) -> None:
    at = chance.randrange(len(text) + 1)
    piece = chance.choice(
        (text[at : at + chance.randint(1, 60)], b"9" * chance.randint(1, 30), b"\xff\xfe", b"\0" * 9)
    )
    text[at:at] = piece


_STRUCTURAL: tuple[Mutation, ...] = (
    _change_numbers,
    _change_numbers,
    _change_small_numbers,
    _change_small_numbers,
    _change_small_numbers,
    _change_head,
    _change_meta,
    _add_type,
    _change_sections,
    _lengthen,
    _repeat_ids,
    _change_strings,
)
_TEXTUAL: tuple[Callable[[random.Random, bytearray], None], ...] = (_flip, _put_sign, _cut, _cut_out, _put_in)
