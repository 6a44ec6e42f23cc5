"""Accountability reports: integer facts first, statistics after the last addition."""
