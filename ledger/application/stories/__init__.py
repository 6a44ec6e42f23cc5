"""Lived cases, told by the statements of their actors: invented, signed, and judged like any other."""
