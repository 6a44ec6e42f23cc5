"""The auditor's door: checks evidence offline with PyNaCl and rfc8785 alone."""
