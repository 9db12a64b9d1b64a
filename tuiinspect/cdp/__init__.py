"""Speaks the Chrome DevTools Protocol; knows nothing of memory."""
