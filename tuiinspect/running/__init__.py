"""A program that tuiinspect starts itself: its processes, its readiness, its load and its end."""
