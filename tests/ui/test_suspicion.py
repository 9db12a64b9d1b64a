"""What the dashboard makes of what it sees anyway."""

from __future__ import annotations

from tests.diagnosis.evidences import TARGET
from tests.support.profiles import RETAIN, profile
from tests.support.samples import memory_sample
from tuiinspect.diagnosis.verdict import conclude
from tuiinspect.events import AllocationsRead, CountersRead, MemorySampled
from tuiinspect.samples import Counter, CountersSample, CounterValue
from tuiinspect.ui.suspicion import Suspicion


def watched(seconds: int = 40) -> Suspicion:
    suspicion = Suspicion()
    for second in range(seconds):
        t = float(second + 1)
        suspicion.take(CountersRead(CountersSample(t, (CounterValue("cache", 20.0 * second),), 0.0)))
        suspicion.take(MemorySampled(memory_sample(t)))
    return suspicion


def test_the_users_counters_are_told_with_the_suspects() -> None:
    evidence = watched().evidence(TARGET, (Counter("cache", "cache.size"),))
    assert evidence is not None
    findings = conclude(evidence)
    assert findings.counters[0].grows
    assert findings.counters[0].expression == "cache.size"
    assert "counter cache grew steadily from 0 to 780" in findings.summary


def test_allocations_that_were_sampled_are_evidence() -> None:
    suspicion = watched()
    for t, retained in ((5.0, 10), (25.0, 60), (40.0, 110)):
        suspicion.take(AllocationsRead(profile(t, retained=retained)))
    evidence = suspicion.evidence(TARGET)
    assert evidence is not None
    assert [stack.stack.frames[0] for stack in evidence.allocations][0] == RETAIN  # noqa: RUF015
    assert conclude(evidence).allocations[0].frame == RETAIN
