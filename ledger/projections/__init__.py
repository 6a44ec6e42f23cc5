"""Read models: folds of the log, disposable and rebuildable."""
