"""Findings as JSON documents and as text: pure functions, the same words for commands and screens."""
