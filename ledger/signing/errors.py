"""The one error of this layer."""


class Malformed(ValueError):
    """Bytes that no writer makes, a false signature, a contradiction. ``code`` is stable; echoes no input."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


def require(holds: object, code: str, sentence: str) -> None:
    """Raise ``Malformed`` unless ``holds``."""
    if not holds:
        raise Malformed(code, sentence)
