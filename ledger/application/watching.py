"""What the ledger tells whoever counts its work: numbers, never what was said."""


class Watcher:
    """Hears of each group and of each failure of the vault. This one passes over them."""

    def group(self, statements: int) -> None:
        """Hear that ``statements`` were judged and recorded, or refused, in one turn."""

    def vault_failed(self) -> None:
        """Hear that disclosures could not be sealed; nothing that names them was recorded."""
