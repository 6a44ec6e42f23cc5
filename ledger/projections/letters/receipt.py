"""What somebody takes away who filed: two sheets, one to show and one to keep secret.

The receipt bears the case number, what comes next and the evidence; the other sheet bears the receipt code.
They are two documents: pages of one are printed on both sides of one paper.
"""

from textwrap import wrap
from typing import Final, NamedTuple

from ledger.domain.dates import civil
from ledger.domain.prefix import Prefix
from ledger.projections.errors import ReportError
from ledger.projections.letters.days import day_words
from ledger.projections.letters.letter import Item, Letter, Section
from ledger.projections.letters.shared import follow, next_items, written
from ledger.projections.pictures.words import Words, same
from ledger.tlog.checkpoint import parse_checkpoint
from ledger.tlog.note import encode, parse_note
from ledger.tlog.proof import parse_proof

GROUP: Final = 4
KEEP: Final = (
    Words(
        "ใครมีรหัสนี้ อ่านเรื่องของคุณและพูดแทนคุณได้ เก็บไว้คนเดียว",
        "Whoever has this code can read your case and speak for you. Keep it to yourself.",
    ),
    Words(
        "เก็บใบนี้แยกจากใบรับเรื่อง เจ้าหน้าที่ไม่จำเป็นต้องรู้รหัสนี้ และจะไม่โทรมาถาม",
        "Keep this sheet apart from the receipt. No official needs the code; none will ask you for it.",
    ),
    Words(
        "ถ้าหาย ไปที่จุดรับเรื่องหรือโทรสายด่วน เพื่อขอรหัสใหม่ รหัสเดิมจะใช้ไม่ได้อีก",
        "If you lose it, ask at an intake desk or the help line for another. The old one then opens nothing.",
    ),
)


class Sheets(NamedTuple):
    """The two papers. ``secret`` is None where no code may be shown: to a helper, or once one was given."""

    receipt: Letter
    secret: Letter | None


def receipt_letter(
    prefix: Prefix,
    stream: str,
    *,
    case: str,
    code: str | None,
    proof: str,
    page: str | None = None,
) -> Sheets:
    """Return what whoever filed ``stream`` takes away.

    Args:
        prefix: The log with the filing; its time is the day of the letter.
        stream: A case.
        case: Its number.
        code: The receipt code, 16 digits; None: it is not shown.
        proof: The tlog-proof of the filing, as its receipt has it.
        page: The address where the case can be followed; never one with the code.

    Raises:
        ReportError: ``letter_no_entry``: there is no such case.
        LogError: ``proof`` is none.
    """
    history = prefix.history(stream)
    if not history:
        raise ReportError("letter_no_entry", "the log holds no such case")
    filing = history[0]
    received = day_words(civil(filing.recorded_at))
    coming = Section(
        heading=Words("เรารับเรื่องของคุณแล้ว ต่อไปหน่วยงานต้องทำดังนี้", "What happens next"),
        items=((Words("รับเมื่อวันที่", "Received on"), received), *next_items(prefix, stream)),
    )
    receipt = written(
        prefix,
        filing,
        (coming,),
        title=Words("ใบรับเรื่อง", "Receipt"),
        case=case,
        page=page,
        more=_covered(proof),
    )
    return Sheets(receipt, None if code is None else _secret(case, code, page))


def grouped(digits: str) -> str:
    """Return ``digits`` in groups of four, to be compared with paper; what remains ends the last one.

    >>> grouped("1234567890123456"), grouped("1234567890")
    ('1234 5678 9012 3456', '1234 5678 90')
    """
    return " ".join(wrap(digits, GROUP))


def _secret(case: str, code: str, page: str | None) -> Letter:
    return Letter(
        title=Words("รหัสรับเรื่อง เก็บเป็นความลับ", "Receipt code: keep it secret"),
        number=case,
        code=grouped(code),
        sections=(
            Section(heading=Words("สำคัญ", "Important"), texts=KEEP),
            follow(page),
        ),
        page=page,
    )


def _covered(proof: str) -> tuple[Item, ...]:
    """Return the checkpoint that covers the entry, by size and root."""
    checkpoint = parse_checkpoint(parse_note(parse_proof(proof).checkpoint).text)
    return (
        (Words("จุดตรวจ: ขนาด", "checkpoint: size"), same(str(checkpoint.size))),
        (Words("จุดตรวจ: ราก", "checkpoint: root"), same(encode(checkpoint.root))),
    )
