"""Who has a part in the machine of grievances, and from what their acts are drawn."""

from datetime import date
from functools import cache

from hypothesis import strategies as st

from ledger.domain.casework_codes import ConflictGround, Remedy
from ledger.domain.codes import Auth, Finding, NoticeMethod, NoticeRule, Result, Role
from ledger.domain.types import EntryRef, Recorded, Seen
from tests.domain.cases import CLAIM, GRIEVANCE, application, attestation, decision, found
from tests.domain.claim_cases import declare
from tests.domain.complaints import OTHER
from tests.domain.world import HEAD, actor, hire, working

NAMES = st.sampled_from((GRIEVANCE, GRIEVANCE, OTHER))
PEOPLE = (
    "ines", "iris", "hugo", "hans", "dina", "hanna", "rolf", "rosa", "paul", "petra", "pia",
    "susi", "sara", "selma", "sven", "vera", "olga", "ada", "pam", "cleo",
)  # fmt: skip
BY_ACTOR: dict[str, str] = {actor(name): name for name in PEOPLE}
INTAKES = st.sampled_from(("ines", "ines", "ines", "iris", "hugo", "vera"))
SUPERVISORS = st.sampled_from(("sara", "selma", "susi", "sven"))
HANDLERS = st.sampled_from(
    (
        ("hugo",),
        ("hans",),
        ("hanna",),
        ("rolf",),
        ("rosa",),
        ("olga",),
        ("ada",),
        ("paul", "petra"),
        ("paul", "pia"),
    )
)
AUTHS = st.sampled_from((Auth.RECEIPT, Auth.RECEIPT, Auth.IN_PERSON, Auth.NONE))
HEADS = st.sampled_from((*(HEAD,) * 10, None, Seen(1, "0" * 64)))
ANYBODY = st.sampled_from(PEOPLE)
NOTICES = {
    NoticeMethod.HAND: NoticeRule.N2,
    NoticeMethod.REGISTERED_POST: NoticeRule.N5,
    NoticeMethod.SMS: NoticeRule.N10,
}
REMEDIES = ((), (Remedy.NONE,), (Remedy.APOLOGY,), (Remedy.RECONSIDER,), (Remedy.APOLOGY, Remedy.INVESTIGATE))
LAST_DAY = date(2027, 9, 30)


@cache
def start() -> tuple[tuple[Recorded, ...], EntryRef, EntryRef]:
    """A refused claim, people with several mandates, and one who goes by two names."""
    world, standard, _ = working()
    for name, role, line, office in (
        ("hans", Role.HANDLER, "line-h", "city"),
        ("hanna", Role.HANDLER, "line-h2", "city"),
        ("dina", Role.HANDLER, "line-d", "district"),
        ("rosa", Role.REVIEWER, "line-r2", "city"),
        ("pia", Role.APPELLATE, "line-p", "district"),
        ("selma", Role.SUPERVISOR, "line-s", "city"),
        ("iris", Role.INTAKE, "line-a", "city"),
        ("pam", Role.PAYER, "line-p2", "district"),
        ("olga", Role.REVIEWER, "line-x", "city"),
        ("ada", Role.HANDLER, "line-x", "city"),
    ):
        hire(world, name, role, line, office=office)
    for one, other in (("hanna", "olga"), ("olga", "hanna")):
        declare(world, one, actor(other), ConflictGround.SAME_PERSON)
    entry = world.say(CLAIM, application(standard), "ines")
    world.say(CLAIM, attestation(), "ada")
    refusal = world.say(CLAIM, decision(Result.REFUSE, found(entry, finding=Finding.NO)), "olga", "susi")
    return tuple(world.log), standard, refusal
