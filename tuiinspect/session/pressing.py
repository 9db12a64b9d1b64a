"""From what a heap lets expect to what is to be expected here and now: the machine's load, the last time."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from tuiinspect.samples import Prediction, Pressure

# A walk of the heap keeps a thread busy, and its collections several more for a part of the time.
_WANTED_CORES = 2.0
_WANTED_TIME = 1.5
# Less than this is within what a prediction is worth anyway.
_WORTH_SAYING = 1.4
_MOST = 6.0
_SLOWEST, _FASTEST = 8.0, 1 / 8


def pressed(prediction: Prediction, pressure: Pressure | None, pace: float | None = None) -> Prediction:
    """The prediction for a target on which that presses; `pace` is that of the last one of the same."""
    calm = prediction.pause_s * (pace if pace is not None else 1.0)
    crowded, confined = _slowdowns(pressure)
    slower = max(crowded, confined)
    if slower < _WORTH_SAYING:
        return replace(prediction, pause_s=calm, pace=pace)
    quota = pressure.quota if pressure is not None and confined >= crowded else None
    return replace(prediction, pause_s=calm * slower, calm_s=calm, cores=quota, pace=pace)


def _slowdowns(pressure: Pressure | None) -> tuple[float, float]:
    """By what the machine's load makes a walk longer, and by what its container does."""
    if pressure is None:
        return 1.0, 1.0
    wanted = min(_WANTED_CORES, pressure.cores)
    crowded = (pressure.others + wanted) / pressure.cores
    confined = _WANTED_TIME / pressure.quota if pressure.quota else 1.0
    return min(max(crowded, 1.0), _MOST), min(max(confined, 1.0), _MOST)


@dataclass(slots=True)
class Paces:
    """By thread and kind of step: how long the last one took, beside what was predicted."""

    _latest: dict[tuple[str, str], float] = field(default_factory=dict)

    def of(self, thread: str, what: str) -> float | None:
        return self._latest.get((thread, what))

    def learn(self, thread: str, prediction: Prediction, pause_s: float) -> None:
        """Take note that what was predicted took `pause_s`.

        What lies between the pause of a calm target and that of a pressed one says nothing new: how much
        really pressed is known too badly.
        """
        longest = prediction.pause_s
        shortest = prediction.calm_s if prediction.calm_s is not None else longest
        expected = min(max(pause_s, shortest), longest)
        if expected > 0 and pause_s > 0:
            pace = (prediction.pace or 1.0) * pause_s / expected
            self._latest[thread, prediction.what] = min(max(pace, _FASTEST), _SLOWEST)
