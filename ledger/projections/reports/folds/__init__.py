"""From one case to what it adds to the facts: a module for each cube, and nothing here sees two cases."""
