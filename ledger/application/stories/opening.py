"""Building the stage: the cast, a calendar, and the rules under which the stories are lived."""

from datetime import date
from hashlib import sha256
from typing import Final

from ledger.application.composing import Author
from ledger.application.errors import LedgerError
from ledger.application.keyring import Keyring
from ledger.application.ledger import Ledger
from ledger.application.randomness import seed
from ledger.application.settings import Settings
from ledger.application.stories import acts
from ledger.application.stories.cast import enrol_cast
from ledger.application.stories.telling import Stage, StageTime, Telling, Words
from ledger.application.ticking import tick
from ledger.domain.clocks.statute import STATUTE
from ledger.domain.codes import HolidayKind, Profile
from ledger.domain.parts import FactRule
from ledger.domain.programme.events import CalendarPublished, ClockRow, Holiday, ProgrammePublished
from ledger.domain.types import Code, Digest, StreamRef, Text

RULES: Final = (
    "หลักเกณฑ์สมมุติเพื่อการสาธิต: ผู้มีอายุหกสิบปีบริบูรณ์ขึ้นไป ซึ่งมีรายได้ไม่เพียงพอแก่การยังชีพ "
    "มีสิทธิได้รับเบี้ยยังชีพผู้สูงอายุ รายได้ไม่เพียงพอต้องมีผู้รับรองอิสระสองคน"
)
"""What the programme's digest is of: rules made up for the stories."""
HOLIDAYS: Final = (
    ("2026-01-01", "วันขึ้นปีใหม่", HolidayKind.NATIONAL),
    ("2026-03-03", "วันมาฆบูชา", HolidayKind.NATIONAL),
    ("2026-04-06", "วันจักรี", HolidayKind.NATIONAL),
    ("2026-04-13", "วันสงกรานต์", HolidayKind.NATIONAL),
    ("2026-04-14", "วันสงกรานต์", HolidayKind.NATIONAL),
    ("2026-04-15", "วันสงกรานต์", HolidayKind.NATIONAL),
    ("2026-05-04", "วันฉัตรมงคล", HolidayKind.NATIONAL),
    ("2026-05-31", "วันวิสาขบูชา", HolidayKind.NATIONAL),
    ("2026-06-01", "ชดเชยวันวิสาขบูชา", HolidayKind.SUBSTITUTE),
    ("2026-07-28", "วันเฉลิมพระชนมพรรษา", HolidayKind.NATIONAL),
    ("2026-07-29", "วันอาสาฬหบูชา", HolidayKind.NATIONAL),
    ("2026-07-30", "วันเข้าพรรษา", HolidayKind.NATIONAL),
    ("2026-08-12", "วันแม่แห่งชาติ", HolidayKind.NATIONAL),
    ("2026-10-13", "วันนวมินทรมหาราช", HolidayKind.NATIONAL),
    ("2026-10-23", "วันปิยมหาราช", HolidayKind.NATIONAL),
    ("2026-12-10", "วันรัฐธรรมนูญ", HolidayKind.NATIONAL),
    ("2026-12-31", "วันสิ้นปี", HolidayKind.NATIONAL),
)
"""Assumed for the stories. What the cabinet announces, no program knows."""


def open_stage(ledger: Ledger, settings: Settings, author: Author, time: StageTime) -> tuple[Stage, Telling]:
    """Return the stage with everybody in place, and how its calendar and rules came to be.

    Args:
        ledger: Founded, empty of cases, open for writing under ``time``.
        settings: Where its keys lie.
        author: Draws ids and salts, under ``time``.
        time: The time of the stage.

    Raises:
        LedgerError: A statement was refused.
    """
    keyring = Keyring(settings.keys)
    cast = enrol_cast(ledger, keyring, author, seed, today=time.today)
    clock = cast["clock"]

    def record_what_is_due() -> None:
        ticked = tick(ledger, clock, time.now, lambda _looked_at: None)
        if ticked.refused:
            found, answer = ticked.refused[0]
            raise LedgerError(f"the clock was refused in {found.stream}: {answer.sentence} ({answer.code})")

    stage = Stage(ledger, author, cast, time, record_what_is_due)
    telling = Telling(stage, "opening")
    _publish(telling)
    return stage, telling


def _publish(telling: Telling) -> None:
    telling.say(
        "calendar",
        "programme",
        calendar(),
        "supervisor-province",
        words=Words(
            "ประกาศปฏิทินวันหยุดที่ใช้นับกำหนดเวลา (สมมุติเพื่อการสาธิต)",
            "The calendar by which days are counted is published (assumed for the demonstration).",
        ),
    )
    rules = telling.say(
        "rules",
        "programme",
        programme(telling.stream("programme"), telling.today),
        "supervisor-province",
        "oversight",
        words=Words(
            "หัวหน้าระดับจังหวัดกับหน่วยกำกับลงนามร่วมกัน ประกาศหลักเกณฑ์เบี้ยยังชีพผู้สูงอายุ",
            "A supervisor and oversight together publish the rules of the old-age allowance.",
        ),
    )
    telling.stage.shared["rules"] = rules


def calendar() -> CalendarPublished:
    """Return the calendar of the stories: weekends, and the days of ``HOLIDAYS``."""
    return CalendarPublished(
        calendar=Code("th-demo"),
        version=1,
        from_=date(2026, 1, 1),
        to=date(2027, 1, 31),
        weekend=(5, 6),
        holidays=tuple(
            Holiday(date_=date.fromisoformat(day), name_th=Text(name), kind=kind, areas=())
            for day, name, kind in HOLIDAYS
        ),
        source=Text("assumed for the demonstration; not an official list"),
    )


def programme(stream: str, today: date) -> ProgrammePublished:
    """Return the programme: one benefit, two facts, of which poverty needs two independent attesters.

    The clocks of the law stand in it as they are; those of policy are the defaults.
    """
    return ProgrammePublished(
        version=1,
        from_=today,
        profile=Profile.STANDARD,
        rules=Digest(sha256(RULES.encode()).hexdigest()),
        benefits=(acts.BENEFIT,),
        facts=tuple(
            FactRule(
                code=code,
                sensitive=False,
                quorum=code == acts.POOR,
                max_age=acts.LIFE.days,
                small_village=False,
            )
            for code in (acts.OLD, acts.POOR)
        ),
        clocks=tuple(
            ClockRow(
                clock=Code(row.code),
                class_=row.class_,
                length=row.period.length,
                unit=row.period.unit,
                roll=row.period.roll,
                active=row.active,
            )
            for row in STATUTE.values()
        ),
        calendar=StreamRef(stream),
        templates=(),
        audit_ppm=50_000,
        small_cell=11,
    )
