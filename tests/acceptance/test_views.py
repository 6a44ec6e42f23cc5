"""What each user must be able to see, on the command line: a lived case, now and at any moment."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ledger.application.receipts import Receipt
from ledger.application.stories.grandmother import STORY
from ledger.application.stories.telling import Telling
from tests.acceptance.conftest import Shell
from tests.stories.stage import told


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Shell, Telling]]:
    """A grandmother's case, told to its end; each command opens its ledger anew."""
    folder: Path = tmp_path_factory.mktemp("lived")
    with told(folder, STORY) as (_, telling):
        yield Shell(folder, f"sqlite:///{folder / 'ledger.db'}"), telling


def index(telling: Telling, name: str) -> str:
    receipt = telling.receipt(name)
    assert isinstance(receipt, Receipt)
    return str(receipt.index)


def test_a_case_shows_its_state_its_clocks_and_every_signature(lived: tuple[Shell, Telling]) -> None:
    shell, telling = lived
    view = shell.done("show", telling.stream("claim"), "--json").json

    assert view["stands"]["state"] == "notified"
    clocks = {clock["name"] for clock in view["clocks"]}
    assert {"decide_claim", "notify", "appeal_filing"} <= clocks
    for clock in view["clocks"]:
        assert {"started", "start", "length", "unit", "roll", "raw", "source", "mark"} <= set(
            clock["derivation"]
        )
    first = view["entries"][0]
    assert first["custody"] in {"own", "assisted", "service"}
    assert first["signed"][0]["key"]
    assert first["recorded_at"]


def test_at_an_earlier_moment_a_case_is_as_it_was(lived: tuple[Shell, Telling]) -> None:
    shell, telling = lived
    refusal = index(telling, "refusal")
    view = shell.done("show", telling.stream("claim"), "--at", refusal, "--json").json

    assert view["stands"]["state"] == "decided"
    assert str(view["entries"][-1]["index"]) == refusal
    awaited = view["next"][0]
    assert awaited["act"] == "DecisionNotified"
    assert awaited["until"]
    assert [block["what"] for block in view["blocked"]] == ["notice"]


def test_as_a_decider_saw_it_names_what_was_elsewhere(lived: tuple[Shell, Telling]) -> None:
    shell, telling = lived
    revision = index(telling, "revision")
    view = shell.done("show", telling.stream("claim"), "--as-seen-by", revision, "--json").json

    (grievance,) = view["elsewhere"]
    assert (grievance["stream"], grievance["consulted"]) == (telling.stream("grievance"), True)
    assert {one["knowledge"] for one in view["entries"]} == {"cited", "seen", "this", "later"}
    text = shell.done("show", telling.stream("claim"), "--as-seen-by", revision).out
    assert f"elsewhere: {telling.stream('grievance')}" in text
    assert ": consulted" in text


def test_the_queue_at_a_moment_says_what_waited_then(lived: tuple[Shell, Telling]) -> None:
    shell, telling = lived
    refusal = index(telling, "refusal")
    tasks = shell.done("queue", "--at", refusal, "--json").json["tasks"]

    (task,) = [one for one in tasks if one["stream"] == telling.stream("claim")]
    assert (task["state"], task["due"]["name"]) == ("decided", "notify")
    assert task["head"]["version"] == 4
    text = shell.done("queue", "--at", refusal).out
    assert f"{telling.stream('claim')}: decided; notify (policy) until" in text
    nobody = shell.done("queue", "--at", refusal, "--official", "actor/nobody", "--json").json
    assert nobody.get("tasks", []) == []


def test_a_long_queue_is_told_from_its_head_and_says_how_many_more_wait(
    lived: tuple[Shell, Telling],
) -> None:
    shell, telling = lived
    revision = index(telling, "revision")
    claim, grievance = telling.stream("claim"), telling.stream("grievance")
    every = shell.done("queue", "--at", revision).out
    assert every.count(f"{claim}: ") == every.count(f"{grievance}: ") == 1
    assert "more wait" not in every

    first = shell.done("queue", "--at", revision, "--first", "1").out
    assert every.startswith(first.rpartition("\n1 more waits")[0])
    assert first.splitlines()[-1] == "1 more waits: --first 2 shows all of them"


def test_the_register_lists_mandates_and_keys(lived: tuple[Shell, Telling]) -> None:
    shell, _ = lived
    view: Any = shell.done("register", "--json").json

    roles = {held["role"] for holder in view["holders"] for held in holder.get("mandates", [])}
    assert {"registrar", "intake", "officer", "attester"} <= roles
    assert all(key["custody"] for holder in view["holders"] for key in holder.get("keys", []))
    assert "root quorum: 3 of 5" in shell.done("register").out
    assert shell.done("register", "--at", "0", "--json").json["size"] == 1


def test_a_ledger_without_promises_says_so_and_a_claim_is_no_consultation(
    lived: tuple[Shell, Telling],
) -> None:
    shell, telling = lived
    assert shell.done("commitments", "--json").json["counts"]["open"] == 0
    assert "met 0" in shell.done("commitments").out
    ran = shell.run("consultation", telling.stream("claim"))
    assert (ran.code, "(no_such_entry)" in ran.err) == (2, True)
    assert shell.run("queue", "--at", "yesterday").code == 2
