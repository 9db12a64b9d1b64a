"""The maps of one target's scripts: found, read once, and asked again and again."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field, replace
from urllib.parse import unquote, urlsplit

from tuiinspect.sourcemaps.document import Original, SourceMap, read_map
from tuiinspect.sourcemaps.files import Files, inline, local_path

_COMMENT = re.compile(
    rb"(?://|/\*)[#@][ \t]*sourceMappingURL=([^\s'\"]+?)(?:[ \t]*\*/)?[ \t]*$", re.MULTILINE
)
_MARK = b"sourceMappingURL="
# A name stands before the parameters of its function, `name(` or `name = async function (`.
_NAME_REACH = 60


@dataclass(frozen=True, slots=True)
class Script:
    """A script by its URL, and where V8 says its map is: None when nobody asked V8, "" when it knows none."""

    url: str
    map_url: str | None = None


@dataclass(slots=True)
class SourceMaps:
    """Not thread-safe: one owner asks.

    Without `files` of the target's machine only maps are known that V8 has word for word.
    What cannot be found, is too large or makes no sense is as good as no map: the generated position stands.
    """

    files: Files | None = field(default_factory=Files)
    _maps: dict[Script, SourceMap | None] = field(default_factory=dict)
    _lines: dict[str, list[bytes]] = field(default_factory=dict)

    def original(self, script: Script, line: int, column: int, function: str = "") -> Original | None:
        """Where and, for a `function` at that position, under which name it was written; counts from 1."""
        mapped = self._map_of(script)
        found = mapped.at(line - 1, column - 1) if mapped is not None else None
        if mapped is None or found is None:
            return None
        at = self._name_column(script, line - 1, column - 1, function)
        name = mapped.name_at(line - 1, at) if at is not None else None
        return replace(found, name=name)

    def _map_of(self, script: Script) -> SourceMap | None:
        if script not in self._maps:
            try:
                self._maps[script] = self._find(script)
            except ValueError:
                self._maps[script] = None
        return self._maps[script]

    def _find(self, script: Script) -> SourceMap | None:
        path = local_path(script.url)
        named = script.map_url or (self._comment(path) if path is not None else None)
        if not named:
            return None
        folder = posixpath.dirname(path) if path is not None else None
        if named.lower().startswith("data:"):
            content = inline(named)
            return read_map(content, folder) if content is not None else None
        beside = _beside(named, folder)
        content = self._read(beside) if beside is not None else None
        if content is None or beside is None:
            return None
        return read_map(content, posixpath.dirname(beside))

    def _comment(self, path: str) -> str | None:
        """What the last comment of the file itself says; V8 has forgotten it of code from a cache."""
        content = self._read(path)
        if content is None or _MARK not in content:
            return None
        found = _COMMENT.findall(content, max(0, content.rfind(_MARK) - 20))
        return found[-1].decode("utf-8", "replace") if found else None

    def _read(self, path: str) -> bytes | None:
        return self.files.read(path) if self.files is not None else None

    def _name_column(self, script: Script, line: int, column: int, function: str) -> int | None:
        """Where the generated name of the function stands, which V8's position, its parameters, follows."""
        name = function.rpartition(".")[2].encode()
        path = local_path(script.url)
        if not name or path is None:
            return None
        if path not in self._lines:
            self._lines[path] = (self._read(path) or b"").split(b"\n")
        lines = self._lines[path]
        text = lines[line] if line < len(lines) else b""
        before = text[max(0, column - _NAME_REACH - len(name)) : column]
        words = list(re.finditer(rb"(?<![\w$])" + re.escape(name) + rb"(?![\w$])", before))
        return column - len(before) + words[-1].start() if words and text.isascii() else None


def _beside(named: str, folder: str | None) -> str | None:
    """The absolute path of a map that is a file."""
    if named.startswith(("/", "file://")):
        return local_path(named)
    if folder is None or urlsplit(named).scheme:
        return None
    return posixpath.normpath(posixpath.join(folder, unquote(named)))
