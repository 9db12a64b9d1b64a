"""Bytes of a snapshot file, in chunks of any size, to columns; no JSON text is kept."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TypeAlias

import numpy as np
from msgspec import Struct

from tuiinspect.errors import UnreadableFile
from tuiinspect.heap import scan
from tuiinspect.heap.arrays import Bytes, Longs
from tuiinspect.heap.bulk import read_rows
from tuiinspect.heap.columns import (
    FINE,
    Columns,
    EdgeColumns,
    LocationColumns,
    NodeColumns,
    starting_rows,
)
from tuiinspect.heap.ephemerons import Ephemerons
from tuiinspect.heap.head import Head, read_head
from tuiinspect.heap.string_columns import StringColumns
from tuiinspect.heap.strings import StringTable

Reading: TypeAlias = Generator[None, None, None]
LinksRead: TypeAlias = Callable[[Head, NodeColumns, EdgeColumns], None]
"""Told of nodes and edges, which are not checked yet."""

_LARGEST_HEAD = 1 << 24
_LONGEST_KEY = 1 << 10
_STAGED_NUMBERS = 1 << 15
_SPACES = b" \t\r\n"


class ParsedFile(Struct, frozen=True):
    """What a file holds, not yet checked for sense between its sections."""

    source: str
    head: Head
    nodes: NodeColumns
    edges: EdgeColumns
    locations: LocationColumns
    strings: StringTable
    ephemerons: Ephemerons


class SnapshotParser:
    """Reads a snapshot in chunks: `feed` them in order, then `finish`.

    `links_read` is called when both the nodes and the edges are read before the strings, as V8 writes them.

    The text's outline is read by a generator that pauses where the bytes run out; numbers and strings are
    read by kernels that keep their state over the border of two chunks. Both raise UnreadableFile, which
    names the section and the byte.
    """

    def __init__(
        self, source: str = "snapshot", *, size: int | None = None, links_read: LinksRead | None = None
    ) -> None:
        self._source = source
        self._size = size
        self._links_read = links_read
        self._buffer: Bytes = np.empty(0, np.uint8)
        self._position = 0
        self._end = 0
        self._consumed = 0
        self._section = "the beginning"
        self._seen: set[str] = set()
        self._head: Head | None = None
        self._nodes: NodeColumns | None = None
        self._edges: EdgeColumns | None = None
        self._locations: LocationColumns | None = None
        self._strings = StringColumns()
        self._document = self._read_document()
        self._complete = False
        next(self._document)

    @property
    def position(self) -> int:
        """Bytes read so far."""
        return self._consumed + self._position

    @property
    def complete(self) -> bool:
        """Whether the document has been read to its closing brace."""
        return self._complete

    def feed(self, chunk: bytes | bytearray | memoryview) -> None:
        """Read the next bytes of the file."""
        self.feed_buffer(np.frombuffer(chunk, np.uint8).copy(), len(chunk))

    def feed_buffer(self, buffer: Bytes, length: int) -> None:
        """Read `buffer[:length]` without a copy; the buffer may be used again afterwards."""
        self._consumed += self._position
        self._buffer, self._position, self._end = buffer, 0, length
        if length:
            try:
                next(self._document)
            except StopIteration:
                self._complete = True
                self._document = self._read_trailing()
                next(self._document)

    def finish(self) -> ParsedFile:
        """The columns, when the file is whole; UnreadableFile says where it ends otherwise."""
        if not self._complete:
            if self.position == 0:
                raise self._wrong("is empty")
            raise self._wrong(
                f"ends too early, in {self._section}", "Its writer was interrupted: take it again."
            )
        missing = [name for name in ("snapshot", "nodes", "edges", "strings") if name not in self._seen]
        if missing:
            raise self._wrong(f"has no section '{missing[0]}'")
        assert self._head is not None
        assert self._nodes is not None
        assert self._edges is not None
        locations = self._locations or LocationColumns(self._head)
        # It holds on to this parser, and with it to the columns that the strings were read into.
        self._document.close()
        return ParsedFile(
            self._source,
            self._head,
            self._nodes,
            self._edges,
            locations,
            self._strings.table(),
            self._strings.ephemerons(),
        )

    # The outline

    def _read_document(self) -> Reading:
        yield
        yield from self._expect(b"{", "a JSON object")
        while True:
            key = yield from self._key()
            self._section = f"section '{key}'"
            if key in self._seen:
                raise self._wrong(f"has the section '{key}' twice")
            self._seen.add(key)
            yield from self._expect(b":", "':'")
            yield from self._section_reader(key)
            self._tell_of_links()
            if (yield from self._one_of(b",}", "',' or '}'")) == b"}":
                return

    def _tell_of_links(self) -> None:
        if self._head and self._nodes and self._edges and "strings" not in self._seen:
            links_read, self._links_read = self._links_read, None
            if links_read is not None:
                links_read(self._head, self._nodes, self._edges)

    def _read_trailing(self) -> Reading:
        while True:
            while self._position < self._end:
                if int(self._buffer[self._position]) not in _SPACES:
                    raise self._wrong(f"goes on after its end with {self._here()}")
                self._position += 1
            yield

    def _section_reader(self, key: str) -> Reading:
        match key:
            case "snapshot":
                return self._read_head()
            case "nodes":
                head = self._known_head(key)
                rows = starting_rows(head.node_count, head.node_fields, self._size)
                self._nodes = NodeColumns(head, rows)
                return self._read_rows(self._nodes, key)
            case "edges":
                head = self._known_head(key)
                rows = starting_rows(head.edge_count, head.edge_fields, self._size)
                self._edges = EdgeColumns(head, rows)
                return self._read_rows(self._edges, key)
            case "locations":
                head = self._known_head(key)
                if not head.location_fields:
                    return self._skip()
                # One for each node at most, as V8 writes them.
                rows = starting_rows(head.node_count, head.location_fields, self._size)
                self._locations = LocationColumns(head, rows)
                return self._read_rows(self._locations, key)
            case "strings":
                return self._read_strings()
            case _:
                return self._skip()

    def _known_head(self, key: str) -> Head:
        if self._head is None:
            raise self._wrong(f"has the section '{key}' before the section 'snapshot' that explains it")
        return self._head

    # Sections

    def _read_head(self) -> Reading:
        yield from self._until_value()
        text = bytearray()
        state = np.zeros(scan.STATE_SIZE, np.int64)
        outcome = scan.MORE
        while outcome != scan.CLOSED:
            yield from self._available()
            start = self._position
            self._position, outcome = scan.skip_value(self._buffer, start, self._end, state)
            if outcome == scan.UNEXPECTED:
                raise self._wrong(f"has {self._here()} where the head should be")
            text += self._buffer[start : self._position].tobytes()
            if len(text) > _LARGEST_HEAD:
                raise self._wrong("has a head of more than 16 MB")
        self._head = read_head(bytes(text), self._source)

    def _skip(self) -> Reading:
        state = np.zeros(scan.STATE_SIZE, np.int64)
        outcome = scan.MORE
        while outcome != scan.CLOSED:
            yield from self._available()
            self._position, outcome = scan.skip_value(self._buffer, self._position, self._end, state)
            if outcome == scan.UNEXPECTED:
                raise self._wrong(f"has {self._here()} where a value should be")

    def _read_rows(self, sink: Columns, key: str) -> Reading:
        yield from self._expect(b"[", "'['")
        state = np.zeros(scan.STATE_SIZE, np.int64)
        most = max(1, _STAGED_NUMBERS // sink.fields)
        values = np.empty(sink.fields * most, np.int64)
        filled, outcome, staged = 0, scan.MORE, 1
        while outcome != scan.CLOSED:
            yield from self._available()
            if filled == 0 and scan.may_begin(state):
                # Where none is plain, as with spaces between, ever more are read before that is tried again.
                staged = 1 if self._read_bulk(sink, state, key) else min(2 * staged, most)
            room = values[: sink.fields * staged]
            self._position, filled, outcome = scan.read_integers(
                self._buffer, self._position, self._end, state, room, filled
            )
            if outcome == scan.UNEXPECTED:
                raise self._wrong(f"has {self._here()} among the numbers")
            if outcome == scan.FULL:
                self._add_rows(sink, values, filled, key)
                filled = 0
        if filled % sink.fields:
            raise self._wrong(f"ends the section '{key}' in the middle of a row of {sink.fields} numbers")
        self._add_rows(sink, values, filled, key)
        sink.trim()

    def _read_bulk(self, sink: Columns, state: Longs, key: str) -> bool:
        """Whether there were plain rows."""
        rows = sink.rows
        self._position = read_rows(sink, self._buffer, self._position, self._end)
        if sink.rows > rows:
            scan.expect_value(state)
        self._check_number_of(sink, key)
        return sink.rows > rows

    def _check_number_of(self, sink: Columns, key: str) -> None:
        """A file of gigabytes whose counts are wrong is not read to its end first."""
        if sink.rows > sink.most_rows:
            raise self._wrong(f"announces {sink.most_rows:,} rows in '{key}' and holds more")

    def _add_rows(self, sink: Columns, values: Longs, filled: int, key: str) -> None:
        wrong = sink.add(values, filled)
        self._check_number_of(sink, key)
        if wrong != FINE:
            raise self._wrong(f"has a number out of range in row {wrong:,} of '{key}'")

    def _read_strings(self) -> Reading:
        yield from self._expect(b"[", "'['")
        if self._size is not None and self._edges is not None:
            # What is left of a file as V8 writes it.
            self._strings.expect(max(0, self._size - self.position))
        outcome = scan.MORE
        while outcome != scan.CLOSED:
            yield from self._available()
            self._position, outcome = self._strings.read(self._buffer, self._position, self._end)
            if outcome == scan.UNEXPECTED:
                raise self._wrong(f"has {self._here()} among the strings")

    # Single bytes between the sections

    def _available(self) -> Reading:
        while self._position >= self._end:
            yield

    def _until_value(self) -> Reading:
        while True:
            yield from self._available()
            if int(self._buffer[self._position]) not in _SPACES:
                return
            self._position += 1

    def _one_of(self, wanted: bytes, description: str) -> Generator[None, None, bytes]:
        yield from self._until_value()
        byte = bytes([int(self._buffer[self._position])])
        if byte not in wanted:
            raise self._wrong(f"has {self._here()} where {description} should be")
        self._position += 1
        return byte

    def _expect(self, wanted: bytes, description: str) -> Reading:
        yield from self._one_of(wanted, description)

    def _key(self) -> Generator[None, None, str]:
        yield from self._expect(b'"', "the name of a section")
        text = bytearray()
        while True:
            yield from self._available()
            byte = int(self._buffer[self._position])
            self._position += 1
            if byte == ord('"'):
                return text.decode("utf-8", "replace")
            text.append(byte)
            if len(text) > _LONGEST_KEY:
                raise self._wrong("has a section name that does not end")

    def _here(self) -> str:
        return repr(chr(int(self._buffer[self._position])))

    def _wrong(self, what: str, advice: str | None = None) -> UnreadableFile:
        return UnreadableFile(
            f"{self._source}: {what} (byte {self.position:,}, {self._section})",
            advice=advice or "Check that it is a whole .heapsnapshot written by Node.js or Chrome.",
        )
