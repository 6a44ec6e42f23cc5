"""What the codes of claims, attestations, decisions and notices are called."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from ledger.domain.claim.records import ClaimStatus
from ledger.domain.codes import (
    AskedBy,
    Basis,
    Cause,
    Confidence,
    DisputeGround,
    Finding,
    Heard,
    NoticeMethod,
    NoticeRule,
    Occasion,
    OrderMaker,
    RefusalReason,
    Relation,
    Result,
    Stance,
)
from ledger.projections.pictures.words import Words
from ledger.projections.views.attested import Fate
from ledger.projections.views.blocks import Obstacle
from ledger.projections.views.knowledge import Known

LABELS: Final[Mapping[type[StrEnum], Mapping[str, Words]]] = {
    ClaimStatus: {
        ClaimStatus.EMPTY: Words("ยังไม่มีคำขอ", "No claim yet"),
        ClaimStatus.OPEN: Words("กำลังพิจารณา", "Being looked at"),
        ClaimStatus.DECIDED: Words("มีคำสั่งแล้ว ยังไม่ได้แจ้ง", "Decided, not yet told"),
        ClaimStatus.NOTIFIED: Words("แจ้งคำสั่งแล้ว", "Told"),
        ClaimStatus.FINAL: Words("พ้นเวลาโต้แย้งแล้ว", "Final"),
        ClaimStatus.WITHDRAWN: Words("ถอนคำขอแล้ว", "Withdrawn"),
    },
    Stance: {
        Stance.SUPPORTS: Words("เป็นความจริง", "It is so"),
        Stance.CONTRADICTS: Words("ไม่เป็นความจริง", "It is not so"),
        Stance.CANNOT_SAY: Words("บอกไม่ได้", "Cannot say"),
    },
    Confidence: {
        Confidence.CERTAIN: Words("แน่ใจ", "Certain"),
        Confidence.PROBABLE: Words("ค่อนข้างแน่ใจ", "Fairly sure"),
        Confidence.UNCERTAIN: Words("ไม่ค่อยแน่ใจ", "Not very sure"),
    },
    Basis: {
        Basis.HOME_VISIT: Words("ไปเยี่ยมบ้าน", "Visited the home"),
        Basis.DOCUMENT_SEEN: Words("เห็นเอกสาร", "Saw a document"),
        Basis.LIVES_NEXT_DOOR: Words("อยู่บ้านใกล้กัน", "Lives next door"),
        Basis.TOLD_BY_HOUSEHOLD: Words("คนในบ้านเล่าให้ฟัง", "Told by the household"),
        Basis.TOLD_BY_OTHERS: Words("คนอื่นเล่าให้ฟัง", "Told by others"),
        Basis.ADMINISTRATIVE_RECORD: Words("ดูจากทะเบียนของราชการ", "Saw an official register"),
    },
    Relation: {
        Relation.NONE: Words("ไม่มีความเกี่ยวข้อง", "None"),
        Relation.NEIGHBOUR: Words("เพื่อนบ้าน", "Neighbour"),
        Relation.SAME_HOUSEHOLD: Words("อยู่บ้านเดียวกัน", "Same household"),
        Relation.PARTY: Words("เป็นผู้ยื่นคำขอเอง หรือเป็นคู่กรณี", "Is the applicant or a party"),
        Relation.SPOUSE: Words("คู่หมั้นหรือคู่สมรส", "Betrothed or spouse"),
        Relation.LINEAL: Words("พ่อแม่ ปู่ย่าตายาย ลูก หรือหลาน", "Parent, grandparent, child or grandchild"),
        Relation.COLLATERAL_3: Words("พี่น้องหรือลูกพี่ลูกน้อง", "Brother, sister or cousin"),
        Relation.AFFINITY_2: Words("ญาติทางการสมรสภายในสองชั้น", "Relative by marriage, within two degrees"),
        Relation.REPRESENTATIVE: Words("ผู้แทน ผู้พิทักษ์ หรือตัวแทน", "Representative, guardian or agent"),
        Relation.CREDITOR: Words("เจ้าหนี้", "Lent money to them"),
        Relation.DEBTOR: Words("ลูกหนี้", "Owes money to them"),
        Relation.EMPLOYER: Words("นายจ้าง", "Employer"),
        Relation.REGULATION: Words("เหตุอื่นตามที่กฎกระทรวงกำหนด", "Another ground set by regulation"),
    },
    RefusalReason: {
        RefusalReason.DO_NOT_KNOW: Words("ไม่รู้เรื่องนี้", "Does not know"),
        RefusalReason.CONFLICT: Words("มีส่วนได้เสีย", "Has a conflict of interest"),
        RefusalReason.FEAR: Words("ไม่สบายใจหรือกลัว", "Is afraid"),
        RefusalReason.OUTSIDE_AREA: Words("อยู่นอกพื้นที่", "Outside the area"),
        RefusalReason.BELIEVES_UNTRUE: Words("เชื่อว่าไม่จริง", "Believes it untrue"),
        RefusalReason.ASKED_FOR_PAYMENT: Words("มีคนเรียกหรือเสนอเงิน", "Money was asked for or offered"),
        RefusalReason.OTHER: Words("เหตุผลอื่น", "Another reason"),
    },
    AskedBy: {
        AskedBy.OFFICER: Words("เจ้าหน้าที่ขอ", "The officer"),
        AskedBy.APPLICANT: Words("ผู้ยื่นคำขอขอ", "The applicant"),
        AskedBy.CLOCK: Words("นาฬิการะบบขอแทนคนที่ไม่ตอบ", "The ledger's clock, where somebody did not reply"),
    },
    DisputeGround: {
        DisputeGround.NOT_SEEN: Words("ผู้รับรองไม่ได้เห็นเอง", "The attester did not see it"),
        DisputeGround.FALSE: Words("ไม่ตรงกับความจริง", "It is not true"),
        DisputeGround.UNDISCLOSED_RELATION: Words("ไม่ได้บอกว่าเกี่ยวข้องกัน", "A relation was not told"),
        DisputeGround.PRESSURE: Words("ผู้รับรองถูกกดดัน", "The attester was pressed"),
        DisputeGround.OUTDATED: Words("ข้อมูลเก่าเกินไป", "It is out of date"),
        DisputeGround.WRONG_PERSON: Words("ผิดคน", "It is about somebody else"),
    },
    Result: {
        Result.GRANT: Words("ให้สิทธิ", "Granted"),
        Result.REDUCE: Words("ลดสิทธิ", "Reduced"),
        Result.SUSPEND: Words("ระงับสิทธิไว้ก่อน", "Suspended"),
        Result.REFUSE: Words("ไม่ให้สิทธิ", "Refused"),
        Result.TERMINATE: Words("ให้สิทธิสิ้นสุด", "Ended"),
        Result.STAY: Words("ให้คำสั่งเดิมรอไว้ก่อน", "Stayed: the order waits"),
        Result.REVOKE: Words("เพิกถอนสิทธิที่เคยให้", "Taken back"),
    },
    Finding: {
        Finding.YES: Words("ใช่", "Yes"),
        Finding.NO: Words("ไม่ใช่", "No"),
        Finding.NOT_SHOWN: Words("ยังไม่ปรากฏ", "Not shown"),
    },
    OrderMaker: {
        OrderMaker.OFFICIAL: Words("เจ้าหน้าที่", "An official"),
        OrderMaker.COMMITTEE: Words("คณะกรรมการ", "A committee"),
        OrderMaker.MINISTER: Words("รัฐมนตรี", "A minister"),
    },
    Occasion: {
        Occasion.FIRST: Words("คำขอครั้งแรก", "First claim"),
        Occasion.PERIODIC_REVIEW: Words("ตรวจตามรอบ", "Regular review"),
        Occasion.NEW_FACT: Words("มีข้อเท็จจริงใหม่", "A new fact"),
    },
    Cause: {
        Cause.APPEAL: Words("ผลของอุทธรณ์", "An appeal"),
        Cause.REVIEW: Words("ผลของการทบทวน", "A review"),
        Cause.REMEDY: Words("การเยียวยา", "A remedy"),
        Cause.COURT: Words("ผลของศาล", "A court"),
        Cause.OWN_MOTION: Words("หน่วยงานแก้ไขเอง", "The office itself"),
        Cause.REOPENING: Words("การขอให้พิจารณาใหม่", "A reopening"),
    },
    Heard: {
        Heard.YES: Words("ผู้ยื่นคำขอได้ชี้แจงแล้ว", "The person was heard"),
        Heard.OFFERED: Words("ให้โอกาสชี้แจงแล้ว แต่ไม่ได้ชี้แจง", "Offered, not taken up"),
        Heard.EXCUSED_URGENT: Words("ไม่ได้ให้ชี้แจงก่อน เพราะเร่งด่วน", "Not heard: urgent"),
        Heard.EXCUSED_FAVOURABLE: Words("ไม่ได้ให้ชี้แจงก่อน เพราะเป็นคุณแก่ผู้ขอ", "Not heard: in the person's favour"),
    },
    NoticeMethod: {
        NoticeMethod.ORAL: Words("บอกด้วยวาจา", "Told in person"),
        NoticeMethod.HAND: Words("ส่งให้ถึงมือ", "Handed over"),
        NoticeMethod.HAND_ADULT: Words("ส่งให้ผู้ใหญ่ในบ้าน", "Handed to an adult of the household"),
        NoticeMethod.AFFIXED: Words("ปิดไว้ที่บ้าน", "Affixed at the home"),
        NoticeMethod.REGISTERED_POST: Words("ไปรษณีย์ตอบรับ", "Registered post"),
        NoticeMethod.REGISTERED_POST_ABROAD: Words("ไปรษณีย์ตอบรับไปต่างประเทศ", "Registered post abroad"),
        NoticeMethod.PUBLIC_POSTING: Words("ปิดประกาศ", "Public posting"),
        NoticeMethod.NEWSPAPER: Words("ลงหนังสือพิมพ์", "Newspaper"),
        NoticeMethod.ELECTRONIC: Words("ทางอิเล็กทรอนิกส์", "Electronic"),
        NoticeMethod.ORDINARY_POST: Words("ไปรษณีย์ธรรมดา", "Ordinary post"),
        NoticeMethod.SMS: Words("ข้อความสั้น (SMS)", "SMS"),
        NoticeMethod.LINE: Words("ไลน์ (LINE)", "LINE"),
        NoticeMethod.TELEPHONE: Words("โทรศัพท์", "Telephone"),
    },
    NoticeRule: {
        rule: Words(f"หลักการแจ้งข้อ {rule.removeprefix('N')}", f"Rule of notice {rule.removeprefix('N')}")
        for rule in NoticeRule
    },
    Fate: {
        Fate.STANDS: Words("ยังใช้ได้", "It stands"),
        Fate.CITED: Words("มีคำสั่งอ้างถึง", "A decision cites it"),
        Fate.CONTRADICTED: Words("มีผู้รับรองอีกคนบอกต่างไป", "Another attester says otherwise"),
        Fate.DISPUTED: Words("มีผู้โต้แย้ง รอการทบทวน", "Disputed, awaiting review"),
        Fate.EXPIRED: Words("พ้นอายุแล้ว", "Its time is over"),
        Fate.WITHDRAWN: Words("คุณถอนแล้ว", "You took it back"),
        Fate.OVERRULED: Words("ทบทวนแล้ว ไม่ให้ใช้", "Reviewed, and set aside"),
    },
    Obstacle: {
        Obstacle.QUORUM: Words("ยังไม่ครบองค์ประชุมผู้รับรอง", "The quorum of attesters is lacking"),
        Obstacle.CONFLICT: Words("ต้องวินิจฉัยเรื่องส่วนได้เสียก่อน", "A conflict of interest must be ruled on"),
        Obstacle.NOTICE: Words("ยังไม่ได้แจ้งให้ถูกต้อง", "Notice was not given as it must be"),
        Obstacle.SECOND_SIGNATURE: Words("ต้องมีลายมือชื่อที่สอง", "A second signature is needed"),
    },
    Known: {
        Known.CITED: Words("อ้างถึงในคำสั่ง", "Cited"),
        Known.SEEN: Words("เห็นแล้วก่อนลงนาม", "Seen before signing"),
        Known.LATER: Words("มาทีหลัง", "Came later"),
        Known.THIS: Words("การกระทำนี้เอง", "The act itself"),
    },
}
"""By list, then by code."""
