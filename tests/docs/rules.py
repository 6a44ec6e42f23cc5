"""The sections of the page of errors that come from the rules: each sentence stands in the code alone."""

from ledger.domain.sentences import CHAPTERS
from ledger.domain.sentences.sentence import Sentence


def rules() -> str:
    """Return a section for each chapter of refusals, and in it every code in English and in Thai."""
    out: list[str] = []
    for title, chapter in CHAPTERS.items():
        out.append(f"## Rules: {title}")
        out += [_told(code, sentence) for code, sentence in chapter.items()]
    return "\n\n".join(out) + "\n"


def _told(code: str, sentence: Sentence) -> str:
    meaning = f"{sentence.en[0].upper()}{sentence.en[1:]}."
    lines = (
        meaning,
        f"*What to do:* {sentence.do}",
        sentence.th,
        f"*ทำอย่างไรต่อ:* {sentence.do_th}",
    )
    return f"### `{code}`\n\n" + "\n".join(lines)
