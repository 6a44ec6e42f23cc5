"""The accountability reports: folds, statistics after them, and what leaves."""
