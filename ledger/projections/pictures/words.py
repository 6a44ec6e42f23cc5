"""Words in Thai and in English, one beside the other: whoever reads one language can check the other."""

from collections.abc import Iterable
from typing import Final, Literal, NamedTuple, TypeAlias

Lang: TypeAlias = Literal["th", "en"]
OTHER: Final[dict[Lang, Lang]] = {"th": "en", "en": "th"}


class Words(NamedTuple):
    """One thing said in both languages."""

    th: str
    en: str

    def led_by(self, lang: Lang) -> tuple[tuple[Lang, str], ...]:
        """Return both languages with their texts, ``lang`` first; a text that says the same is left out."""
        first, second = (lang, self.said(lang)), (OTHER[lang], self.said(OTHER[lang]))
        return (first,) if self.th == self.en else (first, second)

    def said(self, lang: Lang) -> str:
        """Return the text in ``lang``."""
        return self.th if lang == "th" else self.en

    def both(self, lang: Lang) -> str:
        """Return both texts on one line, ``lang`` first.

        >>> Words("อัตรา", "rate").both("en")
        'rate · อัตรา'
        """
        return " · ".join(text for _lang, text in self.led_by(lang))


def listed(texts: Iterable[str]) -> Words:
    """Return ``texts`` with commas between them, or the word for none."""
    return same(", ".join(texts)) if (texts := list(texts)) else NONE


def same(text: str) -> Words:
    """Return what has no language: a key, a name, a number."""
    return Words(text, text)


FLAG_WORDS: Final[dict[str, Words]] = {
    "SIGNAL": Words("ขอคำชี้แจง (สูง)", "needs explanation (high)"),
    "SIGNAL_LOW": Words("ขอคำชี้แจง (ต่ำ)", "needs explanation (low)"),
    "WATCH": Words("เฝ้าดู", "watched"),
    "NO_LIMITS": Words("เทียบกันไม่ได้ ไม่มีขอบเขต", "not comparable, no limits"),
    "POOLED": Words("คำนวณรวมกับหน่วยอื่น", "computed with others"),
    "LOW_N": Words("จำนวนน้อย ไม่ตั้งข้อสังเกต", "too few, never flagged"),
    "RULE_CHANGE": Words("หลักเกณฑ์เปลี่ยน", "the rules changed"),
    "REPLIED": Words("เจ้าหน้าที่ชี้แจงแล้ว", "the official has replied"),
}
"""A flag asks for an explanation and never says more than that."""

KEY: Final = Words("หน่วย", "unit")
N: Final = Words("ทั้งหมด", "of all")
NUM: Final = Words("จำนวนที่นับ", "counted")
ESTIMATE: Final = Words("ค่าประมาณ", "estimate")
LO: Final = Words("ช่วง: จาก", "interval from")
HI: Final = Words("ช่วง: ถึง", "interval to")
FLAGS: Final = Words("ข้อสังเกต", "flags")
HIDDEN: Final = Words("ปิดไว้", "hidden")
PERIOD: Final = Words("เดือน", "month")
NONE: Final = Words("ไม่มี", "none")
OVERALL: Final = Words("ทั้งหมดรวมกัน", "all together")
INTERVAL: Final = Words("ช่วงความเชื่อมั่น", "interval")
DAYS: Final = Words("วัน", "days")
