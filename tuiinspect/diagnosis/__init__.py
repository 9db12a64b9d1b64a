"""Evidence to verdict: pure functions, no I/O."""
