"""Refusals: programmes."""

from collections.abc import Mapping
from typing import Final

from ledger.domain.sentences.sentence import Sentence

SENTENCES: Final[Mapping[str, Sentence]] = {
    "programme_unknown": Sentence(
        en="there is no such entry of a programme",
        do="Refer to the entry that published the programme.",
        th="ไม่มีรายการเช่นนี้ของโครงการ",
        do_th="อ้างถึงรายการที่ประกาศโครงการ",
    ),
    "programme_missing": Sentence(
        en="a record that opens its stream names the programme",
        do="In a mapping, fill `data.programme` in the first record of the stream.",
        th="บันทึกแรกของเรื่องต้องระบุโครงการ",
        do_th="ในแผนที่นำเข้า ให้เติม `data.programme` ในบันทึกแรกของเรื่อง",
    ),
    "programme_differs": Sentence(
        en="the programme is not the one that the case is pinned to",
        do="Refer to the programme of the case's first record.",
        th="โครงการไม่ตรงกับที่เรื่องนี้ผูกไว้",
        do_th="อ้างถึงโครงการตามบันทึกแรกของเรื่อง",
    ),
    "programme_version": Sentence(
        en="a programme's versions follow one another without gaps",
        do="Publish the version that follows the last one.",
        th="รุ่นของโครงการต้องต่อเนื่องกันโดยไม่ข้าม",
        do_th="ประกาศรุ่นที่ต่อจากรุ่นล่าสุด",
    ),
    "programme_invalid": Sentence(
        en="the programme repeats a code, or a figure is out of range",
        do="Remove the repeated code, or correct the figure.",
        th="โครงการมีรหัสซ้ำ หรือตัวเลขอยู่นอกช่วง",
        do_th="ตัดรหัสที่ซ้ำออก หรือแก้ตัวเลขให้ถูกต้อง",
    ),
    "profile_fixed": Sentence(
        en="a programme's profile never changes",
        do="Publish another programme if another profile is needed.",
        th="แบบของโครงการเปลี่ยนไม่ได้",
        do_th="ประกาศโครงการใหม่หากต้องการแบบอื่น",
    ),
    "statute_locked": Sentence(
        en="a clock set by statute cannot be altered or dropped",
        do="Leave clocks of the class `statute` as they are.",
        th="ระยะเวลาที่กฎหมายกำหนดจะแก้หรือตัดออกไม่ได้",
        do_th="คงระยะเวลาชั้น `statute` ไว้ตามเดิม",
    ),
    "clock_unknown": Sentence(
        en="there is no clock of this name",
        do="Name a row of the tables of clocks, by statute or by policy.",
        th="ไม่มีกำหนดเวลาชื่อนี้",
        do_th="โปรดระบุชื่อแถวที่มีอยู่ในตารางกำหนดเวลาตามกฎหมายหรือตามนโยบาย",
    ),
    "clock_unreviewed": Sentence(
        en="a clock that is to be confirmed runs only after somebody has reviewed it",
        do="Leave the clock inactive, or state in `reviewed` who confirmed it and under which instrument.",
        th="กำหนดเวลาที่ยังรอการยืนยันจะใช้ได้ต่อเมื่อมีผู้ตรวจทานแล้ว",
        do_th="โปรดปล่อยให้กำหนดเวลานี้ยังไม่มีผล หรือระบุใน `reviewed` ว่าใครเป็นผู้ยืนยันและตามเอกสารใด",
    ),
    "calendar_unknown": Sentence(
        en="the stream named publishes no calendar",
        do="Publish the calendar first, or name the stream that publishes it.",
        th="ชุดรายการที่อ้างถึงไม่มีปฏิทินที่ประกาศไว้",
        do_th="โปรดประกาศปฏิทินก่อน หรืออ้างถึงชุดรายการที่ประกาศปฏิทินนั้น",
    ),
    "calendar_version": Sentence(
        en="a calendar's versions follow one another without gaps",
        do="Publish the version that follows the last one.",
        th="รุ่นของปฏิทินต้องเรียงต่อกันโดยไม่ข้าม",
        do_th="โปรดประกาศรุ่นที่ถัดจากรุ่นล่าสุด",
    ),
    "calendar_invalid": Sentence(
        en="the calendar repeats a day, leaves its span, or gives a day off no proper place",
        do=(
            "List each day off once, within the span; name areas for regional ones and for no others; "
            "keep one calendar in a stream."
        ),
        th="ปฏิทินมีวันซ้ำ มีวันอยู่นอกช่วง หรือระบุพื้นที่ของวันหยุดไม่ถูกต้อง",
        do_th=(
            "โปรดระบุวันหยุดแต่ละวันเพียงครั้งเดียวและอยู่ในช่วงของปฏิทิน ระบุพื้นที่เฉพาะวันหยุดประจำถิ่น "
            "และประกาศปฏิทินเดียวในแต่ละชุดรายการ"
        ),
    ),
}
