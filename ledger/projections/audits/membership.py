"""One case in a frame: whether it was drawn, and the proof that it stands there."""

from typing import Any, NamedTuple

from ledger.domain.audit.drawing import is_drawn, luck
from ledger.projections.audits.frames import FrameFile
from ledger.tlog.tree import Hash, leaf_hash, root_of, siblings


class Membership(NamedTuple):
    """Where a case stands in a frame, and what the draw made of it.

    ``place`` is its index among the ``size`` leaves of the frame's tree, ``leaf`` the leaf hash, ``proof``
    the audit path to the frame's root. ``luck`` is its number u; it is drawn when
    ``luck * den < num * 2**64``.
    """

    key: str
    stratum: str
    num: int
    den: int
    place: int
    size: int
    leaf: Hash
    proof: tuple[Hash, ...]
    luck: int
    drawn: bool

    def as_json(self) -> dict[str, Any]:
        """Return it as members of a JSON document; ``luck`` is a text, since it may be beyond 2**53."""
        proof = [one.hex() for one in self.proof]
        return self._asdict() | {"leaf": self.leaf.hex(), "proof": proof, "luck": str(self.luck)}


def membership(frame: FrameFile, sown: bytes, case: str) -> Membership | None:
    """Return what the draw with the seed ``sown`` made of ``case``; None if it is not in the frame.

    Source: RFC 6962 section 2.1.1.
    """
    places = [(part, one) for part in frame.parts for one in part.cases]
    index = next((place for place, (_, one) in enumerate(places) if one == case), None)
    if index is None:
        return None
    part = places[index][0]
    leaves = [leaf_hash(f"{held.name}\n{one}".encode()) for held, one in places]
    proof = tuple(
        root_of(leaves[at << height : (at + 1) << height]) for height, at in siblings(0, index, len(leaves))
    )
    return Membership(
        key=case,
        stratum=part.name,
        num=part.num,
        den=part.den,
        place=index,
        size=len(leaves),
        leaf=leaves[index],
        proof=proof,
        luck=luck(sown, case),
        drawn=is_drawn(sown, case, part.num, part.den),
    )
