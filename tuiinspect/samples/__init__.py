"""What the probes bring home: frozen values that may cross threads."""

from tuiinspect.samples.allocations import AllocationProfile, AllocationStack, Frame, FrameKind
from tuiinspect.samples.captures import Captured, CaptureProgress
from tuiinspect.samples.census import Census, ClassCount
from tuiinspect.samples.collections import ClassSurvivors, CollectionCount, CollectionKind, CollectionsSample
from tuiinspect.samples.costs import KEEP_ALIVE_S, Cost, Prediction
from tuiinspect.samples.counters import Counter, CountersSample, CounterValue
from tuiinspect.samples.listeners import (
    CallSite,
    CapturedScope,
    CapturedVariable,
    EmitterCount,
    EmitterKind,
    FoundBy,
    HeapIds,
    HeldAs,
    KnownEmitters,
    ListenerFunction,
    ListenersSample,
    function_words,
)
from tuiinspect.samples.live import LiveKind, LiveObject, LiveProperty
from tuiinspect.samples.memory import GcKind, GcMark, GcTotal, MemorySample, ServerLoad
from tuiinspect.samples.pressure import Pressure
from tuiinspect.samples.process import ProcessReading
from tuiinspect.samples.target import TargetInfo

__all__ = [
    "KEEP_ALIVE_S",
    "AllocationProfile",
    "AllocationStack",
    "CallSite",
    "CaptureProgress",
    "Captured",
    "CapturedScope",
    "CapturedVariable",
    "Census",
    "ClassCount",
    "ClassSurvivors",
    "CollectionCount",
    "CollectionKind",
    "CollectionsSample",
    "Cost",
    "Counter",
    "CounterValue",
    "CountersSample",
    "EmitterCount",
    "EmitterKind",
    "FoundBy",
    "Frame",
    "FrameKind",
    "GcKind",
    "GcMark",
    "GcTotal",
    "HeapIds",
    "HeldAs",
    "KnownEmitters",
    "ListenerFunction",
    "ListenersSample",
    "LiveKind",
    "LiveObject",
    "LiveProperty",
    "MemorySample",
    "Prediction",
    "Pressure",
    "ProcessReading",
    "ServerLoad",
    "TargetInfo",
    "function_words",
]
