"""What volunteers do on the pages: they are asked, they look, they say what they saw."""
