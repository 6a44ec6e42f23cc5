"""Forms of acts that a key signs: one table, one page, a small template for each act."""
