"""What was answered, read back before it is sent: question, answer, and the page where it is changed."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from api.attachments import Uploads
from api.languages import Language
from api.web.citizen import choices
from api.web.citizen.answers import Answers
from api.web.words.labels import label
from ledger.domain.casework_codes import Ground, Remedy
from ledger.domain.codes import Confirmation
from ledger.projections.pictures.words import Words, same

MEDIA: Final[Mapping[str, Words]] = {
    "image/jpeg": Words("รูปถ่าย", "Photo"),
    "image/png": Words("รูปภาพ", "Picture"),
    "application/pdf": Words("เอกสาร PDF", "PDF document"),
    "audio/ogg": Words("เสียงที่อัดไว้", "Recording"),
    "text/plain": Words("ข้อความ", "Text"),
}
QUESTIONS: Final[Mapping[str, Words]] = {
    "who": Words("เรื่องนี้เป็นของใคร", "Whom it is about"),
    "helped": Words("ผู้ช่วยยื่น", "Who helps"),
    "matter": Words("เกิดอะไรขึ้น", "What happened"),
    "why": Words("ไม่เห็นด้วยเพราะ", "Why"),
    "where": Words("สวัสดิการและหน่วยงาน", "Benefit and office"),
    "letter": Words("หนังสือแจ้งคำสั่ง", "The letter"),
    "story": Words("เรื่องของคุณ", "Your story"),
    "files": Words("รูป เอกสาร เสียง", "Photos, papers, voice"),
    "wish": Words("สิ่งที่อยากให้ทำ", "What you ask for"),
    "contact": Words("ชื่อและวิธีติดต่อ", "Name and how to reach you"),
}
WITHOUT: Final = Words("ไม่มีหนังสือ", "I do not have it")
URGENT: Final = Words("ต้องช่วยเร่งด่วน", "Urgent")
CONFIDENTIAL: Final = Words("เก็บชื่อเป็นความลับ", "Keep my name confidential")


class Document(NamedTuple):
    """A file that was taken in: its id, what it is, and how large."""

    id: str
    name: str
    size: str


class Line(NamedTuple):
    """One line of the summary: where it is changed, what was asked, what was answered."""

    page: str
    question: str
    answers: Sequence[str]


def described(uploads: Uploads, ids: Sequence[str], language: Language) -> list[Document]:
    """Return the files that were taken in under ``ids``.

    Raises:
        UploadUnknown: One of them is not there any more.
    """
    found = uploads.attachments.described(ids)
    return [
        Document(id_, MEDIA[media].said(language), sized(size))
        for id_, (_, media, size) in zip(ids, found, strict=True)
    ]


def sized(size: int) -> str:
    """Return a number of bytes as people read it.

    >>> sized(900), sized(2_300_000)
    ('1 KB', '2.3 MB')
    """
    return f"{size / 1e6:.1f} MB" if size >= 100_000 else f"{max(round(size / 1000), 1)} KB"


def summary(answers: Answers, shown: Mapping[str, Any], language: Language) -> list[Line]:
    """Return the answers line by line. ``shown`` holds the names of benefits, offices and files."""
    return [
        Line(page, QUESTIONS[page].said(language), list(_said(page, answers, shown, language)))
        for page in answers.pages
    ]


def _said(page: str, answers: Answers, shown: Mapping[str, Any], language: Language) -> Iterator[str]:
    match page:
        case "helped":
            yield from _helped(answers, language)
        case "where":
            names = dict((*shown["benefits"], *shown["offices"]))
            yield from (names[value] for name in ("benefit", "area") if (value := answers.one(name)) in names)
        case "story":
            yield answers.one("story")
        case "files":
            yield from (f"{one.name} {one.size}" for one in shown["documents"])
        case "contact":
            yield from filter(None, (answers.one("name"), answers.one("contact")))
        case _:
            pass
    yield from (words.said(language) for words in _chosen(page, answers))


def _chosen(page: str, answers: Answers) -> Iterator[Words]:
    """Yield what was chosen or ticked on ``page``."""
    one = answers.one
    match page:
        case "who":
            yield from (each.words for each in choices.WHO if each.value == one("who"))
        case "matter":
            yield choices.MATTERS[one("matter")].choice.words
        case "why":
            yield from (choices.GROUNDS[Ground(code)] for code in answers.all("ground"))
        case "letter":
            yield same(one("reference")) if one("letter") == choices.YES else WITHOUT
        case "story" if one("urgent"):
            yield URGENT
        case "wish":
            yield from (choices.REMEDIES[Remedy(code)] for code in answers.all("remedy"))
        case "contact" if one("known") == choices.CONFIDENTIAL:
            yield CONFIDENTIAL


def _helped(answers: Answers, language: Language) -> Iterator[str]:
    yield Words("ผู้ร้องยินยอมแล้ว", "The person agreed").said(language)
    if not answers.assisting:
        yield answers.one("helper")
        return
    yield label(answers.one("language"), language, "code")
    if answers.one("read_back") == choices.YES:
        yield Words("อ่านทวนให้ฟังแล้ว", "Read back to them").said(language)
    yield choices.CONFIRMATIONS[Confirmation(answers.one("confirmation"))].said(language)
