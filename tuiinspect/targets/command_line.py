"""What a node command line says: the program it runs, and the options that concern the inspector."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from tuiinspect.targets.binaries import named_like_node

DEFAULT_PORT = 9229

# Options of node that take the next word as their value.
_TAKES_A_VALUE = frozenset(
    {
        "-r",
        "--require",
        "--import",
        "--loader",
        "--experimental-loader",
        "-C",
        "--conditions",
        "--inspect-port",
        "--debug-port",
        "--inspect-publish-uid",
        "--title",
        "--run",
        "--icu-data-dir",
        "--openssl-config",
        "--redirect-warnings",
        "--test-reporter",
        "--watch-path",
        "--stack-trace-limit",
        "--max-http-header-size",
        "--unhandled-rejections",
        "--input-type",
        "--disable-warning",
    }
)
_PROGRAM_INLINE = {"-e": "-e", "--eval": "-e", "-p": "-p", "--print": "-p", "-pe": "-p"}
_OPENS_INSPECTOR = frozenset({"--inspect", "--inspect-brk", "--inspect-wait"})
_NAMES_PORT = _OPENS_INSPECTOR | {"--inspect-port", "--debug-port"}
_SIGNAL_DISABLED = {"--disable-sigusr1": True, "--no-disable-sigusr1": False}
_FLAG = re.compile(r"(-[^=]*)(?:=(.*))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class CommandLine:
    """Node's own options, each with its value, and the words after them: the script and its arguments."""

    options: tuple[tuple[str, str | None], ...]
    rest: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InspectorFlags:
    """The port the inspector takes (0: any free one), whether a flag is there, and whether `/json` tells it.

    `host` is where it is told to listen, when that is an address and not a name. With
    `--inspect-publish-uid=stderr` only the program's log has the address.
    """

    port: int = DEFAULT_PORT
    given: bool = False
    tells_address: bool = True
    host: str | None = None
    signal_disabled: bool = False


def parse(words: Iterable[str]) -> CommandLine:
    """Split the words after `node` as node does: options end at the first other word, or at `--`."""
    options: list[tuple[str, str | None]] = []
    left = iter(words)
    for word in left:
        match = _FLAG.fullmatch(word)
        if match is None or word == "-":
            return CommandLine(tuple(options), (word, *left))
        if word == "--":
            break
        name, value = match.groups()
        if value is None and name in _TAKES_A_VALUE:
            value = next(left, None)
        options.append((name, value))
        if name in _PROGRAM_INLINE:
            break
    return CommandLine(tuple(options), tuple(left))


def inspector_flags(command: Sequence[str], node_options: str = "") -> InspectorFlags:
    """Read the flags of a node command; those on the command line win over `NODE_OPTIONS`."""
    port, given, tells, host, signal_disabled = DEFAULT_PORT, False, True, None, False
    for name, value in (*parse(node_options.split()).options, *parse(command[1:]).options):
        if name == "--inspect-publish-uid" and value is not None:
            tells = "http" in value
        elif name in _NAMES_PORT:
            before, _, digits = (value or "").rpartition(":")
            if digits.isdecimal():
                port = int(digits)
            host = _address(before if digits.isdecimal() else value) or host
            given = True
        elif name in _SIGNAL_DISABLED:
            signal_disabled = _SIGNAL_DISABLED[name]
    return InspectorFlags(port, given, tells, host, signal_disabled)


def _address(word: str | None) -> str | None:
    try:
        return str(ipaddress.ip_address((word or "").strip("[]")))
    except ValueError:
        return None


def title(command: Sequence[str]) -> str:
    """A short human word for the process: `server.js`, `next-server`, `npm start`. Foreign text: clean it."""
    if not command:
        return "?"
    if not named_like_node(PurePosixPath(command[0]).name):
        return _chosen_title(command)
    line = parse(command[1:])
    for name, value in line.options:
        if name in _PROGRAM_INLINE:
            return f"node {_PROGRAM_INLINE[name]}"
        if name == "--run":
            return f"node --run {value or ''}".rstrip()
    if line.rest:
        return PurePosixPath(line.rest[0]).name or line.rest[0]
    return "node --test" if ("--test", None) in line.options else "node"


def shortened(command: Sequence[str]) -> tuple[str, ...]:
    """The command, ever shorter: whole, without node's own options, with the script's name alone."""
    if not command:
        return ("",)
    line = parse(command[1:])
    inline = [name for name, _value in line.options if name in _PROGRAM_INLINE]
    head = (PurePosixPath(command[0]).name, *inline)
    forms = [" ".join(command), " ".join((*head, *line.rest))]
    if line.rest and not inline and "/" in line.rest[0]:
        forms.append(" ".join((*head, f"…/{PurePosixPath(line.rest[0]).name}", *line.rest[1:])))
    return tuple(forms)


def _chosen_title(command: Sequence[str]) -> str:
    # A program that sets process.title leaves one word; a Node under another name leaves several.
    first = command[0]
    name = PurePosixPath(first).name if first.startswith("/") and " " not in first else first
    rest = parse(command[1:]).rest
    return f"{name} {PurePosixPath(rest[0]).name}" if rest else name
