"""The acts of those who handle a grievance: one table of forms, a small template for each."""
