"""V8 heap snapshots: parse, dominators, retained sizes, retainers. Usable as a library."""
