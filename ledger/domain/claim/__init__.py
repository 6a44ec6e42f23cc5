"""One person's application for one benefit: attestations, decisions, notices."""
