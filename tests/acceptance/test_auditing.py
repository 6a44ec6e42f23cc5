"""``phayan audit`` as oversight, a witness and somebody with a mirror meet it, on both databases."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from nacl.signing import SigningKey

from ledger.domain.audit.events import AuditFinding
from ledger.tlog.note import COSIGNATURE, Vkey, format_vkey
from tests.acceptance.conftest import Shell
from tests.stories.audited import CLAIMS, SEED, VALUE, WITNESS, Audited, found, refused
from tests.stories.stage import theatre

ASKED = (
    *("--purpose", "refusal", "--since", "2026-01-01", "--until", "2027-01-01"),
    *("--stratum", "appealed 1/1 appeal=determined result=refuse"),
    *("--stratum", "refused 1/2 appeal=none result=refuse"),
)


class Mirror(Shell):
    """A shell beside the stage; ``policy`` names the witness of the tests."""

    def __init__(self, folder: Path, db: str, audited: Audited) -> None:
        super().__init__(folder, db)
        self.audited = audited
        vkey = format_vkey(Vkey(WITNESS, COSIGNATURE, bytes(SigningKey(SEED).verify_key)))
        policy = audited.here.policy.replace("quorum none", f"witness w {vkey}\nquorum w")
        (folder / "witnessed").write_text(policy)


@pytest.fixture
def mirror(tmp_path: Path, database_url: str) -> Iterator[Mirror]:
    with theatre(tmp_path, database_url) as here:
        yield Mirror(tmp_path, database_url, refused(here))


def drawn(mirror: Mirror) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Seal on the stage, and draw as a user; return the audit, the frame's refusals, the cases drawn."""
    audited = mirror.audited
    composed = mirror.done("audit", "frame", "q4.frame", *ASKED, "--round", "1", "--json").json
    assert [stratum["cases"] for stratum in composed["strata"]] == [1, CLAIMS]
    frame = audited.compose()
    assert composed["frame"] == composed["statement"]["data"]["frame"] == frame.root
    stream = audited.seal("a", frame)
    audited.cosign()
    says = ("--frame", "q4.frame", "--beacon", VALUE, "--policy", "witnessed", "--as", "oversight")
    told = mirror.done("audit", "draw", stream, *says, "--json").json
    assert told["drawn"] == len(told["cases"]) == told["statement"]["data"]["drawn"]
    return stream, frame.cases[1], tuple(told["cases"])


def test_a_draw_is_made_and_verified_from_the_command_line(mirror: Mirror) -> None:
    stream, refusals, cases = drawn(mirror)
    inside = next(case for case in refusals if case in cases)
    outside = next(case for case in refusals if case not in cases)
    asked = ("audit", "verify", stream, "--frame", "q4.frame", "--policy", "witnessed", "--beacon", VALUE)

    told = mirror.done(*asked)
    assert told.out.endswith("\nverified\n")
    assert "1. passed: a frame is sealed, and a sample was drawn from it\n" in told.out
    for case, is_drawn in ((inside, True), (outside, False)):
        fact = mirror.done(*asked, "--case", case, "--json").json["facts"]["case"]
        assert (fact["key"], fact["drawn"], fact["stratum"]) == (case, is_drawn, "refused")
        assert fact["proof"]
    assert (
        f"{inside} was drawn from the stratum refused at the rate 1/2: u = "
        in mirror.done(*asked, "--case", inside).out
    )
    assert f"{stream} is not in the frame\n" in mirror.done(*asked, "--case", stream).out
    missing = mirror.done(*asked, "--case", stream, "--json").json["facts"]["case"]
    assert missing == {"key": stream, "drawn": False}


def test_false_and_unknown_end_in_different_ways(mirror: Mirror) -> None:
    stream, refusals, cases = drawn(mirror)
    verify = ("audit", "verify", stream, "--json")
    frame, policy = ("--frame", "q4.frame"), ("--policy", "witnessed")

    unwitnessed = mirror.run(*verify, *frame)
    assert (unwitnessed.code, unwitnessed.json["outcome"]) == (3, "could not be checked")
    without = mirror.run(*verify, *policy)
    assert (without.code, without.json["outcome"]) == (3, "could not be checked")
    other = mirror.run(*verify, *frame, *policy, "--beacon", f"{int(VALUE, 16) ^ 1:064x}")
    assert (other.code, other.json["outcome"]) == (1, "failed")
    assert [step["code"] for step in other.json["steps"] if step["code"]] == ["beacon_differs"]
    assert mirror.run(*verify, "--case", cases[0]).code == 2
    assert mirror.run("audit", "verify", refusals[0]).code == 2


def test_the_whole_ledger_is_verified_with_the_frames_at_hand(mirror: Mirror) -> None:
    stream, *_ = drawn(mirror)
    verify = ("verify", "--lanes", "1", "--policy", "witnessed", "--json")
    mirror.audited.cosign()

    alone = mirror.done(*verify).json
    assert alone["audits"] == 1
    assert [remark for remark in alone["remarks"] if remark.startswith(f"of {stream}: the file of the frame")]
    with_frames = mirror.done(*verify, "--frames", ".").json
    assert with_frames["remarks"] == []
    (mirror.folder / "none").mkdir()
    unknown = mirror.run(*verify, "--frames", "none")
    assert (unknown.code, unknown.json["outcome"]) == (3, "could not be checked")
    assert "; draws of audits recomputed: 1" in mirror.done("verify", "--lanes", "1").out


def test_a_finding_on_a_case_that_was_not_drawn_fails_the_ledger(mirror: Mirror) -> None:
    _, refusals, cases = drawn(mirror)
    outside = next(case for case in refusals if case not in cases)
    mirror.audited.go_on(60)
    mirror.audited.record("a", found(outside, AuditFinding.RIGHT))

    ran = mirror.run("verify", "--lanes", "1", "--frames", ".", "--json")
    assert ran.code == 1
    assert [finding["code"] for finding in ran.json["findings"]] == ["finding_not_drawn"]


def test_nothing_is_drawn_before_the_round_and_without_a_witness(mirror: Mirror) -> None:
    sealed = mirror.done(
        "audit", "frame", "new.frame", *ASKED, "--at", "2099-01-01T09:00Z", "--as", "oversight"
    )
    assert "refused: 24 cases, of which 1/2 will be drawn\n" in sealed.out
    stream = next(word for word in sealed.out.split() if word.startswith("audit/"))
    draw = ("audit", "draw", stream, "--frame", "new.frame", "--beacon", VALUE, "--policy", "witnessed")

    refused_ = mirror.run(*draw, "--as", "oversight")
    assert (refused_.code, "(checkpoint_missing)" in refused_.err) == (1, True)
    mirror.audited.cosign()
    early = mirror.run(*draw, "--as", "oversight")
    assert (early.code, "(draw_order)" in early.err) == (1, True)
    unwitnessed = mirror.run(*draw[:-2])
    assert (unwitnessed.code, "(not_checkable)" in unwitnessed.err) == (3, True)
    nobody = mirror.run("audit", "verify", stream, "--frame", "new.frame", "--policy", "witnessed", "--json")
    assert nobody.code == 3
    assert [step["outcome"] for step in nobody.json["steps"]] == ["could not be checked", "passed", "passed"]


def test_questions_that_nothing_answers_and_rounds_that_nobody_knows_are_refused(mirror: Mirror) -> None:
    asked = ("audit", "frame", "x.frame", *ASKED[:6])
    empty = mirror.run(*asked, "--stratum", "granted 1/2 appeal=none result=grant", "--round", "1")
    assert (empty.code, "(frame_empty)" in empty.err) == (1, True)
    loose = mirror.run(*asked, "--stratum", "refused 1/2", "--round", "1")
    assert (loose.code, "(frame_question)" in loose.err) == (1, True)
    assert mirror.run(*asked, "--stratum", "refused 1/2 appeal=none").code == 2
    for at in ("2099-01-01T09:00", "soon"):
        assert mirror.run(*asked, "--stratum", "refused 1/2 appeal=none", "--at", at).code == 2
    assert not (mirror.folder / "x.frame").exists()


def test_the_file_of_a_frame_is_not_written_over(mirror: Mirror) -> None:
    asked = ("audit", "frame", "x.frame", *ASKED, "--round", "1")
    mirror.done(*asked)
    mirror.done(*asked)
    (mirror.folder / "x.frame").write_text("something that somebody needs")

    ran = mirror.run(*asked)
    assert (ran.code, (mirror.folder / "x.frame").read_text()) == (2, "something that somebody needs")


def test_the_answer_of_a_network_is_read_from_a_file(mirror: Mirror) -> None:
    stream, _, _ = drawn(mirror)
    (mirror.folder / "said.json").write_text(json.dumps({"round": 1, "randomness": VALUE, "signature": "ab"}))

    ran = mirror.run("audit", "verify", stream, "--frame", "q4.frame", "--beacon", "said.json")
    assert (ran.code, "(beacon_value)" in ran.err) == (1, True)
    (mirror.folder / "value").write_text(f"{VALUE}\n")
    verify = ("audit", "verify", stream, "--frame", "q4.frame", "--policy", "witnessed")
    mirror.done(*verify, "--beacon", "value")
