"""The front page: what one comes for, and in the demonstration, whom one may step into."""

from typing import Final

from fastapi import Request
from starlette.responses import Response

from api.web.demonstration import note, parts
from api.web.rendering import show
from api.web.visiting import visit

GROUPS: Final = (
    ("/attest", "อาสาสมัคร", "Volunteers", "เห็นเองกับตา แล้วลงชื่อรับรอง", "They see for themselves, and sign."),
    ("/work", "เจ้าหน้าที่", "Officials", "ออกคำสั่งพร้อมเหตุผล และลงนามเอง", "They decide with reasons, and sign."),
    (
        "/watch",
        "หน่วยกำกับ",
        "Oversight",
        "ย้อนดูทุกเรื่อง และตรวจทั้งบัญชี",
        "They replay every case, and check the log.",
    ),
    (
        "/rooms",
        "ห้องหารือ",
        "Consultations",
        "ถามร่วมกัน แล้วติดตามคำมั่น",
        "They ask together, and follow promises.",
    ),
    ("/approve", "นายทะเบียน", "The registrar", "มอบหน้าที่และขึ้นทะเบียนกุญแจ", "Grants mandates and enrols keys."),
)
"""Whom one may step into: where their work is, who they are, what they do."""


def front_page(request: Request) -> Response:
    """Return the front page."""
    keyring, visitor = request.app.state.demonstration, visit(request)
    store = request.app.state.store
    values = {
        "origin": request.app.state.ledger.origin,
        "size": store.head().size,
        "groups": GROUPS,
        "parts": {} if keyring is None else parts(keyring, visitor.registry),
        "note": None if keyring is None else note(keyring),
    }
    return show(request, visitor, "front.html", values)
