"""The pages of officials: what waits for them, a case with all that was said in it, and deciding it."""
