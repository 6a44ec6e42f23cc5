"""Pictures and pages of reports: what was computed, drawn without a ranking and readable without eyes."""
