"""A sampling profile's JSON, taken apart: its tree of calls as stacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

import msgspec

from tuiinspect.samples import AllocationStack, Frame, FrameKind

OWN_SCRIPTS = "tuiinspect-"


class CallFrame(msgspec.Struct, rename="camel", frozen=True):
    """A function as V8 names it; lines and columns count from 0."""

    function_name: str = ""
    script_id: str = "0"
    url: str = ""
    line_number: int = -1
    column_number: int = -1

    @property
    def kind(self) -> FrameKind:
        if self.url.startswith("node:"):
            return "node"
        if self.url.startswith(OWN_SCRIPTS):
            return "ours"
        return "native" if not self.url and self.script_id in ("0", "") else "program"


class _Node(msgspec.Struct, rename="camel", frozen=True):
    call_frame: CallFrame
    self_size: float = 0
    id: int = 0
    children: list[_Node] = []


class Sample(msgspec.Struct, rename="camel", frozen=True):
    """An object that was sampled and lives; `ordinal` numbers all that were sampled, in order."""

    size: float
    node_id: int = 0
    ordinal: float = 0


class ProfileTree(msgspec.Struct, frozen=True):
    head: _Node
    samples: list[Sample] = []

    def nodes(self) -> Iterator[tuple[_Node, tuple[CallFrame, ...]]]:
        """Each node with its frames, its own first; the root is none of them."""
        left: list[tuple[_Node, tuple[CallFrame, ...]]]
        left = [(child, (child.call_frame,)) for child in self.head.children]
        while left:
            node, frames = left.pop()
            yield node, frames
            left.extend((child, (child.call_frame, *frames)) for child in node.children)

    def stacks(self, frame_of: Callable[[CallFrame], Frame]) -> tuple[AllocationStack, ...]:
        """The stacks under which something lives, the largest first."""
        sampled = Counter(sample.node_id for sample in self.samples)
        sizes: Counter[tuple[Frame, ...]] = Counter()
        counts: Counter[tuple[Frame, ...]] = Counter()
        known: dict[CallFrame, Frame] = {}
        for node, frames in self.nodes():
            if node.self_size <= 0:
                continue
            for frame in frames:
                if frame not in known:
                    known[frame] = frame_of(frame)
            stack = tuple(known[frame] for frame in frames)
            sizes[stack] += round(node.self_size)
            counts[stack] += sampled[node.id]
        return tuple(AllocationStack(stack, size, counts[stack]) for stack, size in sizes.most_common())


def read_tree(content: bytes | msgspec.Raw) -> ProfileTree:
    """Decode a profile.

    Raises:
        ValueError: it is none.
    """
    try:
        return msgspec.json.decode(content, type=ProfileTree)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError(str(error)) from error
