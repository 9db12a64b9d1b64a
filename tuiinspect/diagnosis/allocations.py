"""What two readings of a sampling profile differ in: by stack, by function, and as a tree of calls."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import sqrt

from tuiinspect.samples import AllocationProfile, AllocationStack, Frame, FrameKind

# Sampling counts by chance: a difference within three times the square root of the samples may be nothing.
CERTAIN = 3.0
MOST_RENEWED = 0.5
FOLDED: frozenset[FrameKind] = frozenset({"node", "native", "ours"})


@dataclass(frozen=True, slots=True)
class StackGrowth:
    """A stack as it is now, and what came and went since the first of two readings, `span_s` apart.

    `heap_growth` is by how much the heap itself grew meanwhile, where that is known.
    """

    stack: AllocationStack
    growth: int
    count_growth: int
    span_s: float
    heap_growth: int | None = None

    @property
    def per_s(self) -> float:
        return self.growth / self.span_s if self.span_s > 0 else 0.0

    @property
    def ours(self) -> bool:
        """Whether it was tuiinspect that allocated, in the course of looking."""
        return self.stack.ours


@dataclass(frozen=True, slots=True)
class FunctionGrowth:
    """Everything that one function allocated, itself or through functions that are not the program's."""

    frame: Frame
    bytes: int
    count: int
    growth: int
    count_growth: int
    span_s: float
    heap_growth: int | None = None

    @property
    def per_minute(self) -> float:
        return self.growth / self.span_s * 60 if self.span_s > 0 else 0.0

    @property
    def certain(self) -> bool:
        """Whether the growth is more than the chance of sampling makes, and the heap's too.

        Where the heap grew by less, new objects took the place of old ones, which nobody had sampled: a
        bounded cache renews itself.
        """
        before = self.count - self.count_growth
        renewed = self.heap_growth is not None and self.heap_growth < MOST_RENEWED * self.growth
        return not renewed and self.count_growth > CERTAIN * sqrt(max(self.count + before, 1))


def growing_stacks(first: AllocationProfile | None, last: AllocationProfile) -> tuple[StackGrowth, ...]:
    """Every stack of the two readings, the one that grew most first; without `first` all of it is growth.

    What tuiinspect allocates itself comes last.
    """
    heap = None
    if first is not None and first.heap_used is not None and last.heap_used is not None:
        heap = last.heap_used - first.heap_used
    span = last.t - (first.t if first is not None else last.started)
    before = {stack.frames: stack for stack in first.stacks} if first is not None else {}
    now = {stack.frames: stack for stack in last.stacks}
    none = AllocationStack((), 0, 0)
    found = [
        StackGrowth(
            now.get(frames) or AllocationStack(frames, 0, 0),
            now.get(frames, none).bytes - before.get(frames, none).bytes,
            now.get(frames, none).count - before.get(frames, none).count,
            span,
            heap,
        )
        for frames in {**now, **before}
    ]
    return tuple(sorted(found, key=lambda each: (each.ours, -each.growth, -each.stack.bytes)))


def answerable(stack: AllocationStack) -> Frame:
    """The function to look at: the innermost one of the program, or the innermost of Node's, or any."""
    for kind in ("program", "node"):
        for frame in stack.frames:
            if frame.kind == kind:
                return frame
    return stack.frames[0]


def by_function(stacks: Iterable[StackGrowth], *, folded: bool = True) -> tuple[FunctionGrowth, ...]:
    """Sum up by the function answerable, the one that grew most first; tuiinspect's own are left out.

    Not `folded`: by the very function that allocated, Node's, V8's and tuiinspect's too.
    """
    sums: dict[Frame, list[StackGrowth]] = {}
    for each in stacks:
        if each.stack.frames and not (folded and each.ours):
            frame = answerable(each.stack) if folded else each.stack.frames[0]
            sums.setdefault(frame, []).append(each)
    found = [
        FunctionGrowth(
            frame,
            sum(each.stack.bytes for each in parts),
            sum(each.stack.count for each in parts),
            sum(each.growth for each in parts),
            sum(each.count_growth for each in parts),
            parts[0].span_s,
            parts[0].heap_growth,
        )
        for frame, parts in sums.items()
    ]
    return tuple(sorted(found, key=lambda each: (-each.growth, -each.bytes)))


@dataclass(slots=True)
class CallNode:
    """A function and what it called; the figures include all that is below it, `own_bytes` do not."""

    frame: Frame | None
    bytes: int = 0
    growth: int = 0
    own_bytes: int = 0
    children: dict[Frame, CallNode] = field(default_factory=dict)

    def below(self) -> list[CallNode]:
        """What it called, the largest first."""
        return sorted(self.children.values(), key=lambda child: (-child.bytes, -child.growth))


def call_tree(stacks: Iterable[StackGrowth], folded: Collection[FrameKind] = FOLDED) -> CallNode:
    """The callers above, what they called below; functions of a `folded` kind count as their callers.

    tuiinspect's own stacks are in it only when "ours" is not folded.
    """
    root = CallNode(None)
    for each in stacks:
        if each.ours and "ours" in folded:
            continue
        node = root
        _count(node, each)
        for frame in _shown(each.stack, folded):
            node = node.children.setdefault(frame, CallNode(frame))
            _count(node, each)
        node.own_bytes += each.stack.bytes
    return root


def _shown(stack: AllocationStack, folded: Collection[FrameKind]) -> Iterator[Frame]:
    """Outermost first. A stack with nothing but folded frames shows its innermost: it has to be somewhere."""
    shown = [frame for frame in reversed(stack.frames) if frame.kind not in folded]
    yield from shown or [answerable(stack)]


def _count(node: CallNode, each: StackGrowth) -> None:
    node.bytes += each.stack.bytes
    node.growth += each.growth


def keeps_growing(points: Sequence[tuple[float, float]]) -> bool:
    """Whether (time, bytes) rose in their later half at least half as fast as over all.

    A cache that fills slows down; so does the share of new objects in one that renews itself.
    """
    if len(points) < 3:
        return True
    (begin, first), (end, last) = points[0], points[-1]
    # Readings need not be evenly apart.
    middle, half = min(points[1:-1], key=lambda point: abs(point[0] - (begin + end) / 2))
    if not begin < middle < end:
        return True
    return (last - half) / (end - middle) >= 0.5 * (last - first) / (end - begin) > 0
