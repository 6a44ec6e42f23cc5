"""What a programme promises and asks: its rules, version by version."""
