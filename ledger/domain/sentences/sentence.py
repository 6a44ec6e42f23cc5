"""What every refusal says."""

from typing import NamedTuple


class Sentence(NamedTuple):
    """What is wrong (``en``, ``th``) and what the person can do next (``do``, ``do_th``).

    Plain words that repeat nothing that was sent. ``en`` begins small and has no full stop, so that it can
    stand behind a code; ``do`` is one sentence or two, with its capital and its stop.
    """

    en: str
    do: str
    th: str
    do_th: str
