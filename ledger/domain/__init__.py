"""The rules, as pure functions of the log. Standard library only."""
