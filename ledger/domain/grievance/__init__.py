"""Complaints, appeals and objections, from filing to outcome."""
