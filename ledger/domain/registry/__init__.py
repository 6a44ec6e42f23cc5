"""Who may speak: founding, offices, mandates and keys."""
