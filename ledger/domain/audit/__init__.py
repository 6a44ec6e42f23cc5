"""Random audits whose sample nobody can pick and everybody can recompute."""
