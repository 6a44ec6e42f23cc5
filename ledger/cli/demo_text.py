"""What ``phayan demo`` tells: each part as text in Thai and English, or all of it as one document."""

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import typer

from ledger.cli.thai_names import THAI

if TYPE_CHECKING:
    from ledger.application.receipts import Receipt
    from ledger.application.replay import CaseView, Knowledge, Shown
    from ledger.application.stories.telling import Step, Story, Telling
    from ledger.application.verdict import Verdict

MONTHS: Final = (
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
)
OUTCOMES: Final = {"passed": "ผ่าน", "failed": "ไม่ผ่าน", "unchecked": "ตรวจไม่ได้"}
COLUMNS: Final = (
    ("cited", "เห็นแล้ว และอ้างในคำสั่ง", "seen and cited"),
    ("seen", "เห็นแล้ว แต่ไม่ได้อ้าง", "seen and not cited"),
    ("later", "บันทึกภายหลัง ตอนปฏิเสธยังไม่มี", "recorded later, not there to be seen"),
)


def thai_time(instant: str) -> str:
    """Return a time of recording in Bangkok, with the year of the Buddhist era.

    >>> thai_time("2026-11-22T17:04:06.123Z")
    '23 พฤศจิกายน 2569 เวลา 00:04:06 น.'
    """
    from ledger.domain.dates import BANGKOK

    moment = datetime.fromisoformat(instant) + BANGKOK
    return f"{thai_day(moment)} เวลา {moment:%H:%M:%S} น."


def thai_day(day: date) -> str:
    """Return a day with the year of the Buddhist era.

    >>> thai_day(date(2026, 4, 16))
    '16 เมษายน 2569'
    """
    return f"{day.day} {MONTHS[day.month - 1]} {day.year + 543}"


class Teller:
    """Tells each part once it has happened and keeps it for the document.

    Args:
        folder: Where the ledger will lie.
        silent: Print nothing; the document is all that is wanted.
    """

    def __init__(self, folder: Path, *, silent: bool) -> None:
        self.document: dict[str, Any] = {"folder": str(folder)}
        self._silent = silent
        self._part = 0

    def founded(self, facts: Mapping[str, Any]) -> None:
        """Tell that the ledger exists."""
        self.document |= facts
        self._head("ตั้งบัญชีพยาน", "A ledger is founded")
        self._say(f"{facts['origin']}, {facts['entries']} entries, in the folder {self.document['folder']}")
        self._say("รายการที่ 0 ลงนามโดยห้าองค์กร ใครจะตรวจก็ยึดลายพิมพ์นี้ไว้ · entry 0 is signed by five bodies;")
        self._say(f"whoever verifies pins its leaf: {facts['leaf']}")

    def register(self, result: Mapping[str, Any] | None) -> None:
        """Tell what became of the real records; nothing if there are none."""
        self.document["register"] = result
        if result is None:
            return
        self._head("บันทึกจริง", "Real records")
        self._say("ผู้ลี้ภัย 384 คนที่ถูกปฏิเสธ และผู้พิพากษาที่เขาขออนุญาตอุทธรณ์ (แคนาดา พ.ศ. 2533)")
        self._say("384 refugees who were refused in Canada in 1990, and the judges whom they asked for")
        self._say(
            "permission to appeal: refusals, requests and rulings, signed by the importer and marked so."
        )
        self._say("กลับคำสั่ง ในที่นี้คือศาลอนุญาตให้อุทธรณ์ · reversed means here: permission was granted.")
        refused = sum(result["refused"].values())
        self._say(f"read {result['read']} rows: {result['appended']} entries appended, {refused} refused")

    def stories(self, opening: "Telling", told: Sequence[tuple["Story", "Telling"]]) -> None:
        """Tell the lived stories, one after the other, act by act."""
        self.document["opening"] = [_told(step) for step in opening.steps]
        self.document["stories"] = {}
        self._head("เรื่องที่แต่งขึ้นเพื่อสาธิต", "Lived cases, invented for this demonstration")
        self._say("ทุกคนลงนามด้วยกุญแจของตนเอง ชื่อและถ้อยคำถูกปิดผนึก ในบัญชีมีเพียงลายพิมพ์ของข้อความ")
        self._say(
            "Everybody signs with a key of their own. Names and words are sealed: the log holds digests."
        )
        self._say("เวลาในเรื่องตั้งไว้ให้เดินเร็ว หลายเดือนเล่าจบในไม่กี่วินาที · the time of the stories is set:")
        self._say("what takes months is told in seconds. The cases happen beside each other in one ledger.")
        for step in opening.steps:
            self._step(step)
        for number, (story, telling) in enumerate(told, start=1):
            members = {"title": story.title._asdict(), "streams": telling.streams}
            steps = [_told(step) for step in telling.steps]
            self.document["stories"][story.name] = members | {"steps": steps}
            self._say("")
            self._say(f"({number}) {story.title.thai} · {story.title.english}")
            for step in telling.steps:
                self._step(step, brief=number > 1)

    def present(self, told: "Telling") -> None:
        """Tell what is open today."""
        steps = [_told(step) for step in told.steps]
        self.document["present"] = {"streams": told.streams, "steps": steps}
        self._head("เรื่องที่ยังเปิดอยู่วันนี้", "What is open today")
        self._say("หน้าที่ที่ใกล้หมดอายุได้รับการต่อ และมีงานรอทุกบทบาท · mandates that end soon are renewed,")
        self._say(f"and something waits for every role: {len(told.streams)} matters of the last weeks.")

    def _step(self, step: "Step", *, brief: bool = False) -> None:
        """Tell one act; of an act told in brief, not who signed it."""
        from ledger.application.receipts import Receipt

        answer = step.answer
        place = f"entry {answer.index}" if isinstance(answer, Receipt) else "refused"
        if not brief:
            self._say("")
        self._say(f"{place:>10}  {thai_day(step.day)}: {step.words.thai}")
        self._say(f"{'':>10}  {step.words.english}")
        if not brief:
            self._say(f"{'':>10}  ลงนาม · signed by: {', '.join(map(_who, step.signed))}")
        if not isinstance(answer, Receipt):
            self._say(f"{'':>10}  ไม่รับ · not recorded: {answer.sentence} ({answer.code})")

    def receipt(self, receipt: "Receipt", files: Sequence[str]) -> None:
        """Tell what she holds in her hand."""
        self.document["receipt"] = receipt.as_json() | {"files": list(files)}
        self._head("ใบรับของคุณยาย", "Her receipt for the appeal")
        self._say(f"รายการที่ · entry       {receipt.index}")
        self._say(f"บันทึกเมื่อ · recorded    {thai_time(receipt.recorded_at)} ({receipt.recorded_at})")
        self._say(f"ลายพิมพ์ · leaf         {receipt.leaf}")
        self._say("แฟ้มที่นำกลับบ้านได้ · files to take home: the entry, the proof, the ledger's public key")
        for name in files:
            self._say(f"    {name}")

    def offline(self, line: str, report: Mapping[str, Any]) -> None:
        """Tell what the offline check found, and how to repeat it."""
        self.document["offline"] = {"command": line, "report": report}
        self._head("ตรวจใบรับด้วยแฟ้มในมือเท่านั้น", "The receipt is checked offline, with the files alone")
        self._say(f"$ {line}")
        for number, step in enumerate(report["steps"], start=1):
            why = f" ({step['code']}: {step['why']})" if step["why"] else ""
            self._say(
                f"{number}. {OUTCOMES.get(step['outcome'], '')} · {step['outcome']}: {step['what']}{why}"
            )
        for remark in report["remarks"]:
            self._say(f"note: {remark}")
        self._say("ลองแก้ appeal.json สักตัวอักษรแล้วสั่งอีกครั้ง จะตรวจไม่ผ่าน")
        self._say("Change one letter in appeal.json and run the command again: it fails.")

    def history(self, replay: "CaseView", story: "Telling") -> None:
        """Tell the history of the claim."""
        self.document["history"] = [dataclasses.asdict(one) for one in replay.entries]
        self._head("ประวัติคำขอ", "The history of her claim")
        self._say(f"{replay.stream}: {replay.state['status']}")
        for one in replay.entries:
            self._say(_line(one, story))

    def knowledge(self, replay: "Knowledge", decision: int, story: "Telling") -> None:
        """Tell what the refusing officer had seen, by the officer's own signature."""
        others = [one for one in replay.entries if one.index != decision]
        self.document["as_seen_by"] = {
            "decision": decision,
            **{key: [one.index for one in others if one.knowledge == key] for key, _, _ in COLUMNS},
        }
        self._head("ตอนปฏิเสธ เจ้าหน้าที่มีอะไรอยู่ในสำนวน", "What the officer had on file when refusing")
        self._say(
            f"ตามลายมือชื่อของเจ้าหน้าที่เองในรายการที่ {decision} · by the officer's own signature, entry {decision}"
        )
        self._say(f"สถานะของคำขอในตอนนั้น · the claim was then: {replay.state['status']}")
        for key, thai, english in COLUMNS:
            self._say(f"{thai} · {english}:")
            for one in others:
                if one.knowledge == key:
                    self._say(_line(one, story))

    def verdict(self, verdict: "Verdict") -> None:
        """Tell what the check of the whole ledger found."""
        self.document["verify"] = verdict.as_json()
        self._head("ตรวจทั้งบัญชี", "The whole ledger is verified")
        self._say(
            f"{verdict.entries} entries, {verdict.signatures} signatures, {verdict.checkpoints} checkpoints, "
            f"every rule judged again"
        )
        self._say(f"root {verdict.root}")
        for finding in verdict.findings:
            self._say(f"FAILED  {finding.at}: {finding.sentence} ({finding.code})")
        for sentence in (*verdict.unchecked, *verdict.remarks):
            self._say(f"note: {sentence}")
        self._say({0: "ถูกต้องครบถ้วน · verified", 1: "ไม่ผ่าน · FAILED"}.get(verdict.exit_code, "not checked"))

    def report(self, envelope: Mapping[str, Any]) -> None:
        """Tell the first report in short; the whole of it is a command away."""
        self.document["report"] = envelope
        self._head("รายงานฉบับแรก R01", f"The first report, R01: {envelope['title']['en'].lower()}")
        overall = envelope["overall"]
        self._say(f"นับได้ {overall['n']} คำสั่ง ถูกกลับ {overall['num']}")
        self._say(f"counted {overall['n']}: {envelope['population']['definition']}")
        for row in [*envelope["rows"], overall] if overall["n"] else []:
            spread = row["interval"]
            self._say(
                f"  {row['key']:<42} {row['num']:>4} of {row['n']:>4}, {_percent(row['estimate'])} "
                f"({spread['level'] * 100:.0f} %: {_percent(spread['lo'])} to {_percent(spread['hi'])})"
                f"{' '.join(['', *row['flags']])}"
            )
        self._say("คดีนับเมื่อพ้นเวลาอุทธรณ์แล้ว · a decision counts once the time to appeal is over")
        self._say("เครื่องหมายในแถวเป็นคำขอให้ชี้แจง ไม่ใช่ข้อกล่าวหา · a flag asks for an explanation, accuses nobody")
        left_out = ", ".join(f"{one['reason']} {one['n']}" for one in envelope["population"]["excluded"])
        if overall["n"]:
            self._say("ชื่อในแถวเป็นนามแฝงที่มีแต่ผู้นำเข้ารู้ · rows bear derived names; the importer alone can tell")
        if left_out:
            self._say(f"ไม่นับ · left out: {left_out}")

    def next(self, commands: Sequence[tuple[str, str, str]]) -> None:
        """Tell what to try next."""
        self.document["next"] = [line for _, _, line in commands]
        self._head("ลองต่อ", "Try next")
        for thai, english, line in commands:
            self._say(f"# {thai} · {english}")
            self._say(line)

    def _head(self, thai: str, english: str) -> None:
        self._part += 1
        if not self._silent:
            typer.echo(f"\n{self._part}. {thai} · {english}")

    def _say(self, line: str) -> None:
        if not self._silent:
            typer.echo(f"   {line}".rstrip())


def _told(step: "Step") -> dict[str, Any]:
    from ledger.application.stories.cast import person

    signed = [person(name).english for name in step.signed]
    words = {"act": step.name, "day": step.day.isoformat(), **step.words._asdict(), "signed": signed}
    return words | step.answer.as_json()


def _who(name: str) -> str:
    from ledger.application.stories.cast import person

    return f"{person(name).thai} ({person(name).english})"


def _line(one: "Shown", story: "Telling") -> str:
    """Return one entry of the history: version, index, type, and who signed it."""
    from ledger.application.receipts import Receipt

    by = [
        _who(name)
        for step in story.steps
        if isinstance(step.answer, Receipt) and step.answer.index == one.index
        for name in step.signed
    ]
    by = by or [_who("clock")]
    result = f" {one.data['result']}" if "result" in one.data else ""
    return f"  {one.version}  entry {one.index}  {one.type}{result} · {THAI[one.type]}: {', '.join(by)}"


def _percent(share: float) -> str:
    return f"{share * 100:.1f} %"
