"""The one façade that screens and commands use: attach, sample on a schedule, publish events, let go."""

from tuiinspect.session.session import Session

__all__ = ["Session"]
