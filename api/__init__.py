"""The door over HTTP; it follows the signed ledger and holds no code yet."""
