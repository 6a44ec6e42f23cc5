"""Consultations: asked by evidence, answered by a named owner, on a clock."""
