"""Exports for others' tools: object-centric event logs, case logs, data packages, columns."""
