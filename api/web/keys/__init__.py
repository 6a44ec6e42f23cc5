"""Keys on the pages: what lies in this browser, how a new one is enrolled, and how a lost one ends."""
