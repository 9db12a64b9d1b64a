"""Names what grows in a live Node.js process, and who holds it, from a terminal."""

__version__ = "0.1.0"
