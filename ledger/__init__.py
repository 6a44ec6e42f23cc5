"""Phayan: the ledger that makes decisions about social protection answerable."""
