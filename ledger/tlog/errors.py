"""What can be wrong with a log's texts and proofs, and the one way in which its parsers are strict."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

T = TypeVar("T")


class LogError(ValueError):
    """The root of all errors here. Messages never echo input: it comes from strangers."""

    code = "log_error"

    def __init_subclass__(cls, *, code: str) -> None:
        """Give each kind of error its stable code."""
        cls.code = code

    @classmethod
    def unless(cls, holds: object, sentence: str) -> None:
        """Raise this error unless ``holds``."""
        if not holds:
            raise cls(sentence)


class InvalidProof(LogError, code="proof_invalid"):
    """A Merkle proof does not lead where it claims to lead, or cannot exist."""


class MalformedNote(LogError, code="log_text_malformed"):
    """A note, key, checkpoint, proof, policy or path is not in its one form."""


class InvalidSignature(LogError, code="note_signature_invalid"):
    """A known key is named, and did not sign this."""


class NotTrusted(LogError, code="checkpoint_not_trusted"):
    """A checkpoint lacks the log's signature or the witnesses' quorum, or speaks for another log."""


def exactly(write: Callable[[T], str]) -> Callable[[Callable[[str], T]], Callable[[str], T]]:
    """Make a loose reader a strict parser: it raises MalformedNote unless ``write`` gives the text back."""

    def decorate(read: Callable[[str], T]) -> Callable[[str], T]:
        @wraps(read)
        def parse(text: str) -> T:
            try:
                thing = read(text)
                if write(thing) == text:
                    return thing
            except (ValueError, IndexError):
                pass  # whatever was wrong: there is one form, and this is not it
            raise MalformedNote(f"{read.__name__}: the text is not in its one form")

        return parse

    return decorate
