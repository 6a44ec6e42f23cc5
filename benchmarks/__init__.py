"""Speed as ratios: see ``docs/performance.md``. Run with ``make bench``."""
