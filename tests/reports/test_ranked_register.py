"""R07 and R09 over neighbours' rankings, held to the reference figures of the whole register."""

import csv
import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ledger.domain.claim import events as claim
from ledger.domain.codes import Basis, Confidence, Occasion, OrderMaker, Relation, Result, Stance
from ledger.domain.types import ActorRef, Area, Code, Event, Recorded, Statement
from ledger.projections.reports import claims, resampling
from ledger.projections.reports.facts import CaseFacts, Facts
from ledger.projections.reports.folding import facts_of, folds_of
from ledger.projections.reports.folds.attested import CLAIM, COVERED
from ledger.projections.reports.r07 import R07
from ledger.projections.reports.r09 import R09
from ledger.projections.reports.r10 import R10
from tests.projections import histories
from tests.reports.reported import check_schema, of_facts, row
from tests.support.shared import shared

METHODS = ("community", "hybrid", "pmt")
IMPORTED: dict[str, Any] = {"population": "all_imported"}


def table(name: str) -> list[dict[str, str]]:
    with gzip.open(shared("data", "targeting_indonesia") / f"{name}.csv.gz", "rt", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def person(number: str) -> ActorRef:
    return histories.actor(int(number))


def records() -> Iterator[tuple[str, Event]]:
    """Yield what an import leaves of the register: claims, rankings that are not refused, decisions."""
    households = {one["hhid"]: one for one in table("households")}
    for number, one in households.items():
        area = Area(one["province"].zfill(2) + one["district"].zfill(2))
        yield number, histories.received(area=area, via=None, received_on=None)
    seen = set[tuple[str, str]]()
    for one in table("peer_rankings"):
        ranker, ranked = one["hhid_ranker"], one["hhid_ranked"]
        if ranker == ranked or (ranker, ranked) in seen or ranked not in households:
            continue
        seen.add((ranker, ranked))
        yield (
            ranked,
            claim.AttestationGiven(
                facts=(Code(f"peer_rank_{one['rank']}"),),
                stance=Stance.SUPPORTS,
                basis=Basis.LIVES_NEXT_DOOR,
                relation=Relation.NEIGHBOUR,
                confidence=Confidence.PROBABLE,
                official=person(ranker),
            ),
        )
    for number, one in households.items():
        yield (
            number,
            claim.EligibilityDecided(
                result=Result.GRANT if one["treated"] == "1" else Result.REFUSE,
                benefit=Code("cash_aid"),
                order_maker=OrderMaker.COMMITTEE,
                occasion=Occasion.FIRST,
                found=(),
                law=(Code(next(method for method in METHODS if one[method] == "1")),),
                official=person(str(10_000_000 + int(one["ea"]))),
            ),
        )


def recorded() -> Iterator[Recorded]:
    """Yield the records as entries; of statements nothing is signed, for no fold looks at bytes."""
    versions: Counter[str] = Counter()
    for index, (number, says) in enumerate(records()):
        stream = histories.ref("claim", int(number))
        versions[stream] += 1
        statement = Statement(
            origin=histories.ORIGIN,
            id="",
            stream=stream,
            type=type(says).__name__,
            schema=1,
            by=histories.actor(1),
            signers=(),
            at=None,
            seen=None,
            as_of=None,
            says=says,
            sd=(),
        )
        leaf = f"{index:064x}"
        yield Recorded(statement, index, versions[stream], leaf, "2026-01-05T03:00:00.000Z")


@pytest.fixture(scope="module")
def facts() -> Facts:
    return facts_of(recorded(), folds=folds_of([CLAIM]))


@pytest.fixture(scope="module")
def reference() -> dict[str, Any]:
    path: Path = shared("data", "targeting_indonesia") / "reference.json"
    found: dict[str, Any] = json.loads(path.read_text())
    return found


@pytest.fixture(scope="module")
def agreement(facts: Facts) -> dict[str, Any]:
    return of_facts(R09, facts, unit="rule", **IMPORTED)


@pytest.fixture(scope="module")
def targeting(facts: Facts) -> dict[str, Any]:
    return of_facts(R07, facts, unit="rule", **IMPORTED)


def test_a_claim_without_a_day_is_in_no_month() -> None:
    """A register without dates would else be shown whole in every month."""
    facts = Facts()
    case = CaseFacts()
    key = {
        "place": "1001",
        "origin": "imported",
        "month": "",
        "ground": "law",
        "body": "b",
        "covered": COVERED,
    }
    case.add(CLAIM, tuple({**key, "answers": "poor:a=supports"}[name] for name in CLAIM.keys), n=40)
    facts.add(case)
    january: dict[str, Any] = {"valid_from": date(2026, 1, 1), "valid_to": date(2026, 2, 1)}

    for report in (R07, R10):
        asked = IMPORTED | {"unit": "amphoe"}
        assert of_facts(report, facts, **asked)["rows"][0]["n"] == 40
        envelope = of_facts(report, facts, **asked, **january)
        assert envelope["rows"] == []
        assert {"reason": "invalid", "n": 40} in envelope["population"]["excluded"]


def test_attesters_agree_as_the_reference_says(agreement: dict[str, Any], reference: dict[str, Any]) -> None:
    expected = reference["after_refusals"]
    pairs = expected["attester_pair_agreement"]
    overall = agreement["overall"]

    assert (overall["n"], overall["num"]) == (pairs["comparable_pairs"], pairs["concordant"])
    assert overall["estimate"] == pairs["rate"]
    assert overall["extra"]["attestations"] == expected["attestations"]
    assert overall["extra"]["attesters"] == expected["attesters"]
    assert agreement["population"]["included"] == expected["attested"]
    rows = [row(agreement, f"{method}/order") for method in METHODS]
    assert sum(one["n"] for one in rows) == pairs["comparable_pairs"]
    check_schema(agreement)


def test_without_positions_there_is_no_alpha(agreement: dict[str, Any]) -> None:
    """All stances are ``supports``: the plain figure would be perfect agreement of everybody."""
    assert agreement["overall"]["extra"]["answers"]["estimate"] is None
    assert not any(one["key"].endswith("/answers") for one in agreement["rows"])


def test_claims_and_grants_are_those_of_the_register(
    targeting: dict[str, Any], reference: dict[str, Any]
) -> None:
    assert targeting["population"]["included"] == reference["households"]
    attested = reference["households"] - reference["after_refusals"]["attested"]
    assert targeting["overall"]["extra"]["unattested"]["n"] == attested
    for method in METHODS:
        listed = row(targeting, f"{method}/inclusion")["n"] + row(targeting, f"{method}/unattested")["num"]
        assert listed == reference["treated_by_method"][method]
    check_schema(targeting)


def test_who_is_ranked_first_is_listed_as_often_as_the_reference_says(
    targeting: dict[str, Any], reference: dict[str, Any]
) -> None:
    """Its figures are of the raw file, where 31 households rank themselves: that moves the third digit."""
    thirds = {one["third"]: one for one in targeting["overall"]["extra"]["positions"]}
    expected = reference["treated_rate_by_peer_position_tercile"]
    for third, name in (("first", "poorest"), ("middle", "middle"), ("last", "richest")):
        rate = thirds[third]["granted"] / thirds[third]["n"]
        assert rate == pytest.approx(expected[name], abs=0.006)


def quota(facts: Facts) -> dict[str, tuple[float, int]]:
    """Return by method the need that the quota leaves without a grant, and the grants: counted once more."""
    of: dict[str, Any] = {}
    circles = defaultdict[str, list[tuple[float, bool]]](list)
    ranks = defaultdict[str, list[int]](list)
    for number, says in records():
        match says:
            case claim.AttestationGiven():
                ranks[number].append(int(says.facts[0].removeprefix("peer_rank_")))
            case claim.EligibilityDecided() if number in ranks:
                of[str(says.official)] = says.law[0]
                mean = sum(ranks[number]) / len(ranks[number])
                circles[str(says.official)].append((round(mean, 9), says.result is Result.GRANT))
    found: dict[str, tuple[float, int]] = dict.fromkeys(METHODS, (0.0, 0))
    for body, members in circles.items():
        listed = sum(granted for _, granted in members)
        left = float(listed)
        missed = 0.0
        for mean in sorted({mean for mean, _ in members}):
            tied = [granted for other, granted in members if other == mean]
            share = min(1.0, left / len(tied))
            left -= share * len(tied)
            missed += share * tied.count(False)
        found[of[body]] = found[of[body]][0] + missed, found[of[body]][1] + listed
    return found


def test_as_many_are_in_need_as_were_granted_and_no_more(facts: Facts, targeting: dict[str, Any]) -> None:
    for method, (missed, listed) in quota(facts).items():
        soft = row(targeting, f"{method}/exclusion")["extra"]["soft"]
        assert soft["whole"] == pytest.approx(listed, rel=1e-4)
        assert soft["part"] == pytest.approx(missed, rel=1e-4)
        assert soft["estimate"] == pytest.approx(missed / listed, rel=1e-4)
        assert row(targeting, f"{method}/inclusion")["n"] == listed


def test_ranks_compared_across_circles_give_other_figures(
    facts: Facts, targeting: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The defence taken away: one circle for all, as if place 3 of one village were place 3 of another."""
    select = claims._by_quota

    def blind(found: Any) -> dict[int, float]:
        return select([one._replace(body="", place="") for one in found])

    monkeypatch.setattr(claims, "_by_quota", blind)
    other = of_facts(R07, facts, unit="rule", **IMPORTED)
    assert row(other, "pmt/exclusion")["num"] != row(targeting, "pmt/exclusion")["num"]


def test_a_bootstrap_that_is_not_seeded_from_the_root_is_found_out(
    facts: Facts, targeting: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    again = of_facts(R07, facts, unit="rule", **IMPORTED)
    assert again["reproduce"]["result_digest"] == targeting["reproduce"]["result_digest"]

    monkeypatch.setattr(resampling, "seed_for", lambda **_: 1)
    other = of_facts(R07, facts, unit="rule", **IMPORTED)
    assert other["reproduce"]["facts_digest"] == targeting["reproduce"]["facts_digest"]
    assert other["reproduce"]["result_digest"] != targeting["reproduce"]["result_digest"]
