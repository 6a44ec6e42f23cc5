"""C09 and R12, pairs: who meets more often than chance has it, within one place."""

from itertools import combinations
from math import comb
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.domain.codes import OrderMaker, Result, Stance
from ledger.domain.types import Area, EntryRef
from ledger.projections.errors import ReportError
from ledger.projections.reports import r12, r12_pairs
from ledger.projections.reports.case import Strata
from ledger.projections.reports.cubes import Shape
from ledger.projections.reports.folding import facts_of
from ledger.projections.reports.folds import pairs
from ledger.projections.reports.folds.pairs import ATTESTERS, CLAIM, DECIDER, MARGIN, PAIR
from ledger.projections.reports.r12 import R12
from ledger.projections.reports.r12_pairs import Trial
from ledger.projections.statistics.discovery import false_discovery
from tests.projections import histories
from tests.projections.histories import actor, ref
from tests.reports.reported import CUT, Diary, check_schema, enrolled, issued, of_facts

D1, D2 = actor(1), actor(2)
HERE, THERE = "1001", "1002"


class Village:
    """A log of claims, each with the attesters who spoke and the official who then decided."""

    def __init__(self) -> None:
        self.log: Diary = enrolled()
        self.claims = 0

    def claim(self, decider: int | None, *attesters: int, area: str | None = HERE, **said: Any) -> EntryRef:
        self.claims += 1
        stream = ref("claim", self.claims)
        made = self.log.add(stream, histories.received(area=None if area is None else Area(area)))
        for number in attesters:
            made = self.log.add(stream, histories.attested(), by=actor(number))
        if decider is not None:
            made = self.log.add(stream, histories.decided(**said), by=actor(decider))
        return made


def counted(village: Village, shape: Shape, **how: Any) -> dict[tuple[str, ...], int]:
    """Return the counts of a cube by its key, without origin and month."""
    found: dict[tuple[str, ...], int] = {}
    for key, counts in facts_of(village.log.recorded, **how).cube(shape).records():
        name = tuple(part for field, part in key.items() if field not in ("origin", "month"))
        found[name] = found.get(name, 0) + counts["n"]
    return found


def of_three() -> Village:
    village = Village()
    village.claim(1, 5, 6)
    village.claim(1, 5)
    village.claim(2, 6)
    village.claim(2)
    return village


def test_three_claims_counted_on_fingers() -> None:
    village = of_three()

    assert counted(village, PAIR) == {
        (HERE, DECIDER, D1, actor(5)): 2,
        (HERE, DECIDER, D1, actor(6)): 1,
        (HERE, DECIDER, D2, actor(6)): 1,
        (HERE, ATTESTERS, actor(5), actor(6)): 1,
    }
    assert counted(village, MARGIN) == {
        (HERE, DECIDER, "cases", ""): 3,
        (HERE, DECIDER, "left", D1): 2,
        (HERE, DECIDER, "left", D2): 1,
        (HERE, DECIDER, "right", actor(5)): 2,
        (HERE, DECIDER, "right", actor(6)): 2,
        (HERE, ATTESTERS, "cases", ""): 1,
        (HERE, ATTESTERS, "left", actor(5)): 1,
        (HERE, ATTESTERS, "left", actor(6)): 1,
    }


def test_nobody_is_counted_twice_in_one_claim() -> None:
    village = Village()
    village.claim(1, 5, 5, 6)
    stream = ref("claim", 1)
    village.log.add(stream, histories.decided(), by=D2)
    village.log.add(stream, histories.attested(Stance.CONTRADICTS), by=actor(7))

    assert counted(village, PAIR) == {
        (HERE, DECIDER, D1, actor(5)): 1,
        (HERE, DECIDER, D1, actor(6)): 1,
        (HERE, ATTESTERS, actor(5), actor(6)): 1,
        (HERE, ATTESTERS, actor(5), actor(7)): 1,
        (HERE, ATTESTERS, actor(6), actor(7)): 1,
    }


def test_a_body_meets_as_a_body_and_a_stay_is_no_decision() -> None:
    village = Village()
    village.claim(1, 5, order_maker=OrderMaker.COMMITTEE)
    village.claim(1, 5, result=Result.STAY)

    assert counted(village, PAIR) == {(HERE, DECIDER, "committee/office_a1", actor(5)): 1}


def test_the_place_is_the_tambon_where_the_vault_tells_it() -> None:
    village = of_three()
    told = {ref("claim", 1): Strata(place="100101"), ref("claim", 2): Strata(place="erased")}

    found = counted(village, PAIR, strata=lambda claim: told.get(claim, Strata()))
    assert {name[0] for name in found if actor(5) in name} == {"100101", HERE}


def test_a_claim_without_a_place_and_one_with_a_crowd_are_left_out_and_counted() -> None:
    village = Village()
    village.claim(1, 5, area=None)
    village.claim(1, *range(5, 5 + pairs.CROWD + 1))
    village.claim(1, *range(5, 5 + pairs.CROWD))

    assert counted(village, CLAIM) == {("no_place",): 1, ("crowded",): 1, ("counted",): 1}
    excluded = issued(R12, village.log)["population"]["excluded"]
    assert excluded == [{"reason": "crowded", "n": 1}, {"reason": "no_place", "n": 1}]


def arranged(village: Village, first: int = 5, area: str = HERE) -> Village:
    """Sixty claims: one attester stands beside one official alone, four others beside both alike."""
    for number in range(60):
        arm = (first,) if number < 20 else ()
        village.claim(1 if number < 30 else 2, *arm, first + 1 + number % 4, area=area)
    return village


KEY = f"{HERE} {DECIDER} {D1} {actor(5)}"


def test_the_pair_that_was_arranged_is_asked_about() -> None:
    envelope = issued(R12, arranged(Village()).log)

    (row,) = envelope["rows"]
    assert row["key"] == KEY
    assert (row["num"], row["n"], row["expected"], row["flags"]) == (20, 30, 10.0, ["SIGNAL"])
    assert row["p"] == pytest.approx(comb(30, 20) / comb(60, 20), rel=1e-5)
    assert row["extra"]["permuted_p"] == pytest.approx(1 / 1001, rel=1e-5)
    assert (row["extra"]["left_claims"], row["extra"]["right_claims"], row["extra"]["claims"]) == (30, 20, 60)
    assert envelope["overall"]["extra"]["components"] == [[D1, actor(5)]]
    assert len(row["evidence"]) == 5
    words = {caveat["code"]: caveat["text"]["en"] for caveat in envelope["caveats"]}
    assert "a request for review" in words["REVIEW"]


def test_few_claims_are_never_a_signal() -> None:
    village = Village()
    for number in range(24):
        village.claim(1 if number < 12 else 2, 5 if number < 12 else 6)

    rows = issued(R12, village.log)["rows"]
    assert [row["flags"] for row in rows] == [["LOW_N"], ["LOW_N"]]


def local() -> Village:
    """Two places, in each of which everybody meets everybody of their own place, and nobody else."""
    village = Village()
    for _ in range(15):
        village.claim(1, 5, 6)
        village.claim(2, 7, 8, area=THERE)
    return village


def test_neighbours_are_no_unusual_pair() -> None:
    assert issued(R12, local().log)["rows"] == []


def test_without_strata_every_local_pair_would_stand_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Control: all places thrown together."""
    monkeypatch.setattr(pairs, "_place", lambda _case, _history: "everywhere")

    envelope = issued(R12, local().log)
    assert len(envelope["rows"]) == envelope["overall"]["extra"]["pairs"] == 6


def crossed() -> Village:
    """A pair that stands out among the pairs of its small place, beside a large place where nothing does."""
    village = Village()
    for number in range(16):
        village.claim(1 if number < 8 else 2, 5 if number in (0, 1, 2, 3, 4, 5, 6, 15) else 6)
    for number in range(120):
        village.claim(1 + number % 2, 10 + number // 2 % 30, area=THERE)
    return village


def test_a_family_of_pairs_is_that_of_its_place() -> None:
    rows = issued(R12, crossed().log)["rows"]

    assert [row["extra"]["place"] for row in rows] == [HERE, HERE]
    tail = (comb(8, 7) * comb(8, 1) + 1) / comb(16, 8)
    assert rows[0]["p"] == pytest.approx(tail, rel=1e-5)
    assert rows[0]["q"] == pytest.approx(2 * tail, rel=1e-5)


def test_a_family_of_the_whole_country_would_drown_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Control: q over every pair there is."""
    tested = r12_pairs.tested

    def pooled(found: Any) -> list[Trial]:
        tests = tested(found)
        anew = iter(false_discovery([pair.p for test in tests for pair in test.pairs]))
        return [
            test._replace(pairs=tuple(pair._replace(q=next(anew)) for pair in test.pairs)) for test in tests
        ]

    monkeypatch.setattr(r12, "tested", pooled)
    assert issued(R12, crossed().log)["rows"] == []


def streets(village: Village, *, linked: bool = False) -> Village:
    """Twelve streets of three who meet each other alone; or one of each street meets the next one once."""
    for street in range(12):
        for _ in range(5):
            village.claim(None, 10 + 3 * street, 11 + 3 * street, 12 + 3 * street)
        if linked:
            village.claim(None, 10 + 3 * street, 10 + 3 * (street + 1))
    return village


def place(envelope: dict[str, Any]) -> tuple[int, ...]:
    (told,) = envelope["overall"]["extra"]["places"]
    return tuple(told[name] for name in ("pairs", "unusual_in_the_place", "neighbourhoods", "unusual"))


def test_a_place_of_several_neighbourhoods_is_looked_at_within_each() -> None:
    envelope = issued(R12, streets(Village()).log)

    assert place(envelope) == (36, 36, 12, 0)
    assert envelope["rows"] == []


def test_a_pair_that_stands_out_within_its_neighbourhood_is_named() -> None:
    village = streets(Village())
    for number in range(12):
        village.claim(None, 60, 61, 62 + number % 6)
    for three in list(combinations(range(62, 68), 3)) * 2:
        village.claim(None, *three)
    envelope = issued(R12, village.log)

    assert place(envelope)[2] == 13
    assert [row["extra"]["right"] for row in envelope["rows"]] == [actor(61)]
    assert envelope["rows"][0]["extra"]["claims"] == 52


def test_neighbourhoods_that_hang_together_name_nobody_and_are_counted() -> None:
    envelope = issued(R12, streets(Village(), linked=True).log)

    assert place(envelope) == (48, 36, 1, 36)
    assert envelope["rows"] == []
    assert envelope["population"]["excluded"] == [{"reason": "pairs_of_mixed_places", "n": 36}]


def test_naming_them_all_the_same_would_accuse_neighbours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Control: a place is never taken for mixed."""
    monkeypatch.setattr(r12_pairs, "_mixed", lambda _pairs: False)

    assert len(issued(R12, streets(Village()).log)["rows"]) == 36


def test_imported_history_meets_imported_history_alone() -> None:
    village = Village()
    stream = ref("claim", 1)
    village.log.add(stream, histories.received())
    village.log.add(stream, histories.attested(official=actor(5)))
    village.log.add(stream, histories.attested(), by=actor(6))
    village.log.add(stream, histories.decided(official=D2))

    assert counted(village, PAIR) == {(HERE, DECIDER, D2, actor(5)): 1}
    assert issued(R12, village.log)["overall"]["n"] == 0
    assert issued(R12, village.log, population="all_imported")["overall"]["n"] == 1
    assert issued(R12, village.log)["population"]["excluded"] == [{"reason": "historical", "n": 1}]


def test_pairs_are_for_the_oversight_body_alone() -> None:
    with pytest.raises(ReportError) as refused:
        issued(R12, of_three().log, tier="public")
    assert refused.value.code == "persons_public"


def test_the_envelope_is_of_the_published_form_and_a_rerun_is_the_same() -> None:
    log = arranged(Village()).log
    envelope = issued(R12, log)

    check_schema(envelope)
    assert envelope == issued(R12, log)
    check_schema(issued(R12, Diary()))


def test_what_came_after_the_checkpoint_is_not_read() -> None:
    village = arranged(Village())
    size = len(village.log.recorded)
    before = issued(R12, village.log)
    village.claim(1, 5, 6)

    again = of_facts(R12, facts_of(village.log.recorded[:size], f"{CUT}T12:00:00.000Z"), size)
    assert again == before


@settings(max_examples=25, deadline=None)
@given(st.permutations(range(8)))
def test_the_order_of_claims_changes_no_fact(order: list[int]) -> None:
    told: list[tuple[Any, ...]] = [
        (1, 5, 6),
        (1, 5),
        (2, 6),
        (2,),
        (1, 5, 6, 7),
        (None, 5, 6),
        (None, 5),
        (2, 7),
    ]
    here, there = Village(), Village()
    for place in order:
        here.claim(*told[place])
    for one in told:
        there.claim(*one)

    for shape in (PAIR, MARGIN, pairs.MEETING, CLAIM):
        assert counted(here, shape) == counted(there, shape)
