"""Consultation rooms: what was asked, said, answered and done, and the acts of those who take part."""
