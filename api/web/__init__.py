"""The pages that people meet, and the files that they are dressed in."""
