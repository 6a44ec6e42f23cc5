"""Views that are computed when they are read: pure functions of a prefix of the log.

What depends on today, on a calendar or on other streams would be stale in a table the next morning. It is
computed here from folded states, at whatever position of the log the reader names, and kept nowhere.
"""
