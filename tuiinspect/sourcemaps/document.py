"""One source map, as its JSON says: plain, or made of sections."""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

import msgspec

from tuiinspect.sourcemaps.mappings import Mappings, decode

# Bundlers' names for the folder that was bundled: `webpack://app/./src/a.ts`, `webpack-internal:///./a.ts`.
_BUNDLED = re.compile(r"^(?:webpack|webpack-internal|rollup|ng|turbopack|vite)://[^/]*/+", re.IGNORECASE)
_FOREIGN = re.compile(r"^[a-z][a-z0-9+.-]+:", re.IGNORECASE)
_XSSI = re.compile(rb"^\)\]\}'[^\n]*\n")


@dataclass(frozen=True, slots=True)
class Original:
    """A place in what was written; `line` and `column` count from 1. `name` is what it was called there."""

    file: str
    line: int
    column: int
    name: str | None = None


class _Offset(msgspec.Struct, frozen=True):
    line: int = 0
    column: int = 0


class _Plain(msgspec.Struct, rename="camel", frozen=True):
    mappings: str | None = None
    sources: list[str | None] = []
    names: list[str] = []
    source_root: str | None = None
    sections: list[_Section] | None = None


class _Section(msgspec.Struct, frozen=True):
    offset: _Offset = _Offset()
    map: _Plain | None = None


@dataclass(frozen=True, slots=True)
class _Part:
    """What one plain map says of the generated text from (`line`, `column`) on."""

    line: int
    column: int
    mappings: Mappings
    sources: Sequence[str | None]
    names: Sequence[str]

    def at(self, line: int, column: int) -> tuple[Original, int] | None:
        """The original place and the generated column of the segment that says so."""
        moved = self.column if line == self.line else 0
        segment = self.mappings.at(line - self.line, column - moved)
        if segment is None or segment.source >= len(self.sources):
            return None
        file = self.sources[segment.source]
        if file is None:
            return None
        known = segment.name is not None and segment.name < len(self.names)
        name = self.names[segment.name] if known and segment.name is not None else None
        return Original(file, segment.line + 1, segment.column + 1, name), segment.generated_column + moved


class SourceMap:
    """Answers for generated positions, counted from 0."""

    def __init__(self, parts: Sequence[_Part]) -> None:
        self._parts = sorted(parts, key=_begin)
        self._begins = [_begin(part) for part in self._parts]

    def at(self, line: int, column: int) -> Original | None:
        """What was written there."""
        found = self._find(line, column)
        return found[0] if found is not None else None

    def name_at(self, line: int, column: int) -> str | None:
        """What the word that begins at exactly this position was called."""
        found = self._find(line, column)
        return found[0].name if found is not None and found[1] == column else None

    def _find(self, line: int, column: int) -> tuple[Original, int] | None:
        before = bisect_right(self._begins, (line, column)) - 1
        return self._parts[before].at(line, column) if before >= 0 else None


def _begin(part: _Part) -> tuple[int, int]:
    return part.line, part.column


def read_map(content: bytes, base: str | None) -> SourceMap:
    """Read a source map; `base` is the folder its sources are relative to.

    Raises:
        ValueError: it is none.
    """
    try:
        document = msgspec.json.decode(_XSSI.sub(b"", content[:200]) + content[200:], type=_Plain)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError(f"not a source map: {error}") from error
    if document.sections is None:
        return SourceMap([_part(document, _Offset(), base)])
    return SourceMap(
        [_part(section.map, section.offset, base) for section in document.sections if section.map is not None]
    )


def _part(plain: _Plain, offset: _Offset, base: str | None) -> _Part:
    if plain.mappings is None:
        raise ValueError("a source map without mappings")
    sources = [_source_path(source, plain.source_root, base) for source in plain.sources]
    return _Part(offset.line, offset.column, decode(plain.mappings), sources, plain.names)


def _source_path(source: str | None, root: str | None, base: str | None) -> str | None:
    """The path of an original file, or a name for what has none; None when nothing is said of it."""
    if not source:
        return None
    if root and not source.startswith("/") and not _FOREIGN.match(source):
        source = f"{root.rstrip('/')}/{source}"
    if source.startswith("file://"):
        return unquote(urlsplit(source).path)
    if _BUNDLED.match(source):
        bundled = _BUNDLED.sub("", source).partition("?")[0]
        return posixpath.normpath(bundled) if bundled else None
    if _FOREIGN.match(source):
        return source
    path = unquote(source)
    return posixpath.normpath(posixpath.join(base, path)) if base else posixpath.normpath(path)
