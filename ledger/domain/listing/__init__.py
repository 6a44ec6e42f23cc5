"""Public postings of candidates, open to objection."""
