"""What the codes of persons, keys and doors are called.

Roles bear the names of the glossary.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from ledger.application.access import Purpose, What
from ledger.domain.authority import Standing
from ledger.domain.codes import (
    Auth,
    Category,
    Channel,
    Confirmation,
    Custody,
    Governed,
    HolidayKind,
    Profile,
    RevocationReason,
    Role,
)
from ledger.projections.pictures.words import Words
from ledger.projections.views.register import MandateStands

LABELS: Final[Mapping[type[StrEnum], Mapping[str, Words]]] = {
    Role: {
        Role.ROOT: Words("คณะผู้ถือกุญแจราก", "Root quorum"),
        Role.REGISTRAR: Words("นายทะเบียน", "Registrar"),
        Role.INTAKE: Words("ผู้รับเรื่อง", "Intake desk"),
        Role.ASSISTER: Words("ผู้ช่วยยื่นเรื่อง", "Assister"),
        Role.ATTESTER: Words("ผู้รับรอง", "Attester"),
        Role.OFFICER: Words("เจ้าหน้าที่ผู้ออกคำสั่ง", "Officer"),
        Role.SUPERVISOR: Words("ผู้บังคับบัญชา", "Supervisor"),
        Role.HANDLER: Words("ผู้ดำเนินเรื่อง", "Handler"),
        Role.REVIEWER: Words("ผู้ทบทวน", "Reviewer"),
        Role.APPELLATE: Words("ผู้มีอำนาจพิจารณาอุทธรณ์", "Appeal body"),
        Role.PAYER: Words("หน่วยจ่าย", "Paying unit"),
        Role.FACILITATOR: Words("ผู้อำนวยการหารือ", "Facilitator"),
        Role.CONVENER: Words("ผู้ร่วมจัด", "Convener"),
        Role.PARTICIPANT: Words("ผู้เข้าร่วม", "Participant"),
        Role.OVERSIGHT: Words("องค์กรกำกับ", "Oversight"),
        Role.CUSTODIAN: Words("ผู้ดูแลข้อมูล", "Data custodian"),
        Role.CLOCK: Words("นาฬิการะบบ", "Ledger's clock"),
        Role.IMPORTER: Words("ผู้นำเข้า", "Importer"),
    },
    Category: {
        Category.VOLUNTEER_SOCIAL: Words("อาสาสมัครพัฒนาสังคมฯ (อพม.)", "Social volunteer"),
        Category.VOLUNTEER_HEALTH: Words("อาสาสมัครสาธารณสุข (อสม.)", "Health volunteer"),
        Category.VILLAGE_HEAD: Words("กำนันหรือผู้ใหญ่บ้าน", "Village head"),
        Category.COMMUNITY_COMMITTEE: Words("กรรมการชุมชน", "Community committee"),
        Category.CIVIL_SOCIETY: Words("องค์กรภาคประชาสังคม", "Civil society"),
        Category.PUBLIC_SERVANT: Words("ข้าราชการหรือเจ้าหน้าที่รัฐ", "Public servant"),
    },
    Custody: {
        Custody.HARDWARE: Words(
            "กุญแจอยู่ในอุปกรณ์ของผู้ลงนาม นำออกไม่ได้", "Key in a device that does not give it away"
        ),
        Custody.SELF: Words("ผู้ลงนามเก็บกุญแจเอง", "Key kept by the signer"),
        Custody.SERVICE: Words("เครื่องของผู้ดูแลระบบลงนาม", "Signed by a machine of the operator"),
        Custody.ASSISTED: Words("มีผู้ช่วยลงนาม", "Signed with help"),
        Custody.IMPORTED: Words("ผู้นำเข้าลงนาม", "Signed by the importer"),
    },
    RevocationReason: {
        RevocationReason.ROTATION: Words("เปลี่ยนเป็นกุญแจใหม่ตามรอบ", "Replaced by the next key"),
        RevocationReason.LOST: Words("กุญแจหาย", "Lost"),
        RevocationReason.COMPROMISED: Words("กุญแจอาจอยู่ในมือผู้อื่น", "May be in other hands"),
        RevocationReason.LEFT_SERVICE: Words("พ้นหน้าที่", "Left the service"),
    },
    Standing: {
        Standing.UNKNOWN: Words("ไม่รู้จักกุญแจนี้", "Key not known"),
        Standing.VALID: Words("กุญแจใช้ได้", "Key valid"),
        Standing.CONTESTED: Words("ลงนามในช่วงที่กุญแจยังเป็นที่สงสัย", "Signed while the key was in doubt"),
        Standing.REVOKED: Words("กุญแจถูกเพิกถอนแล้ว", "Key revoked"),
    },
    MandateStands: {
        MandateStands.RUNNING: Words("มีอำนาจหน้าที่อยู่", "In force"),
        MandateStands.AHEAD: Words("ยังไม่เริ่ม", "Not begun"),
        MandateStands.EXPIRED: Words("หมดอายุแล้ว", "Expired"),
        MandateStands.REVOKED: Words("ถูกเพิกถอนแล้ว", "Revoked"),
    },
    Profile: {
        Profile.STANDARD: Words("เรื่องที่เกิดในบัญชีนี้", "Lived in this ledger"),
        Profile.HISTORICAL: Words("เรื่องเก่าที่นำเข้า", "Brought in from an old register"),
    },
    Channel: {
        Channel.COUNTER: Words("ที่เคาน์เตอร์", "At the counter"),
        Channel.PHONE_1300: Words("โทรสายด่วน 1300", "Hotline 1300"),
        Channel.LINE: Words("ไลน์ (LINE)", "LINE"),
        Channel.WEB: Words("เว็บไซต์", "Website"),
        Channel.POST: Words("ไปรษณีย์", "Post"),
        Channel.HOME_VISIT: Words("เยี่ยมบ้าน", "Home visit"),
        Channel.VOLUNTEER: Words("ผ่านอาสาสมัคร", "Through a volunteer"),
        Channel.NGO: Words("ผ่านองค์กรภาคประชาชน", "Through a civil organisation"),
        Channel.TRANSFER: Words("หน่วยงานอื่นส่งต่อมา", "Passed on by another office"),
        Channel.IMPORT: Words("นำเข้าจากทะเบียนเดิม", "Brought in from an old register"),
    },
    Auth: {
        Auth.RECEIPT: Words("ใช้รหัสรับเรื่อง", "By the receipt code"),
        Auth.IN_PERSON: Words("มาด้วยตนเอง", "In person"),
        Auth.CALLBACK: Words("โทรกลับไปยืนยัน", "By calling back"),
        Auth.NONE: Words("ไม่ได้ยืนยันตัวตน", "Not confirmed"),
    },
    Confirmation: {
        Confirmation.PIN: Words("ยืนยันด้วยรหัสส่วนตัว", "By a PIN"),
        Confirmation.THUMBPRINT: Words("พิมพ์ลายนิ้วมือ", "By a thumbprint"),
        Confirmation.WITNESS: Words("มีบุคคลที่สามร่วมยืนยัน", "Before a third person"),
        Confirmation.NONE: Words("ยังไม่ได้ยืนยัน", "Not yet confirmed"),
    },
    Governed: {
        Governed.ROOT_SET: Words("ผู้ถือกุญแจราก", "Holders of the root keys"),
        Governed.THRESHOLD: Words("จำนวนผู้ถือกุญแจรากที่ต้องลงนาม", "How many root keys must sign"),
        Governed.WITNESS_POLICY: Words("นโยบายพยานของบัญชี", "Policy on the log's witnesses"),
        Governed.LOG_KEY: Words("กุญแจของบัญชี", "Key of the log"),
    },
    HolidayKind: {
        HolidayKind.NATIONAL: Words("วันหยุดราชการ", "National holiday"),
        HolidayKind.SUBSTITUTE: Words("วันหยุดชดเชย", "Substitute holiday"),
        HolidayKind.SPECIAL: Words("วันหยุดพิเศษ", "Special holiday"),
        HolidayKind.REGIONAL: Words("วันหยุดเฉพาะพื้นที่", "Regional holiday"),
    },
    What: {
        What.FILE: Words("แฟ้มเรื่อง", "Case file"),
        What.SEALED: Words("ข้อมูลปิดผนึก", "Sealed fields"),
        What.DOCUMENT: Words("เอกสาร", "Document"),
        What.READS: Words("บันทึกการเปิดอ่าน", "Log of readers"),
        What.PSEUDONYM: Words("ชื่อแทนของบุคคล", "Pseudonym of a person"),
        What.SEARCH: Words("การค้นหา", "Search"),
        What.REPORT: Words("รายงาน", "Report"),
        What.APPROVAL: Words("สิ่งที่รอลงนาม", "What waits for signatures"),
        What.GATE: Words("แจ้งว่าไม่มีส่วนได้เสีย", "Declared no part of their own"),
    },
    Purpose: {
        Purpose.OWN_CASE: Words("ดูเรื่องของตนเอง", "One's own case"),
        Purpose.INTAKE: Words("รับเรื่อง", "Taking the matter in"),
        Purpose.ATTESTATION: Words("ไปดูเพื่อรับรอง", "Visiting, to attest"),
        Purpose.HANDLING: Words("ดำเนินเรื่อง", "Handling"),
        Purpose.DECISION: Words("ออกคำสั่ง", "Deciding"),
        Purpose.REVIEW: Words("ทบทวน", "Reviewing"),
        Purpose.NOTICE: Words("แจ้งผล", "Giving notice"),
        Purpose.PAYMENT: Words("จ่ายเงิน", "Paying"),
        Purpose.OVERSIGHT: Words("กำกับตรวจสอบ", "Oversight"),
        Purpose.COURT: Words("ใช้ในคดีของศาล", "A court case"),
        Purpose.REPORT: Words("ทำรายงาน", "A report"),
    },
}
"""By list, then by code."""
