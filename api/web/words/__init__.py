"""Codes in words, Thai and English: what a page says in the place of a code, a state or a next step."""
