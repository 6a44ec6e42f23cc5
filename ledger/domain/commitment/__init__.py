"""Commitments: what an official promised, by when, and whether others found it kept."""
