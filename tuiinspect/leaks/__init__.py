"""The bundled leaks: small Node programs, each with a healthy twin."""
