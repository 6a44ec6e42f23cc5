"""Signed bytes: one accepted form each, and nothing but ``Malformed`` leaves a parser."""
