"""Golden files: what Chrome DevTools' own heap model says of small snapshots (see make.py)."""
