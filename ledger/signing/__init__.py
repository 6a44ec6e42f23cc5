"""Signed bytes: strict JSON, JCS, DSSE, statements, entries, disclosures."""
