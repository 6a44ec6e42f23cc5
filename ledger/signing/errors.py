"""The one error of this layer."""


class Malformed(ValueError):
    """Bytes that this format never writes, or a false signature. ``code`` is stable; no input is echoed."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


def require(holds: object, code: str, sentence: str) -> None:
    """Raise ``Malformed`` unless ``holds``."""
    if not holds:
        raise Malformed(code, sentence)
