"""What the server puts on record: fields that are allowed, and nothing that tells who did what."""

import json
import logging
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from api import records
from api.records import LOG, allowed, begin
from tests.api.conftest import Desk

PLANTED = "นามสมมุติ-1100000000000"


class Said:
    """What went to standard error so far."""

    def __init__(self, captured: pytest.CaptureFixture[str]) -> None:
        self._captured = captured
        self._text = ""

    def getvalue(self) -> str:
        self._text += self._captured.readouterr().err
        return self._text


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Iterator[Said]:
    """Standard error, to which every record goes meanwhile."""
    root, ours = logging.getLogger(), logging.getLogger("phayan")
    handlers, levels, hooks = root.handlers, (root.level, ours.level), (sys.excepthook, threading.excepthook)
    yield Said(capsys)
    root.handlers, (sys.excepthook, threading.excepthook) = handlers, hooks
    root.setLevel(levels[0])
    ours.setLevel(levels[1])


def failing(error: Exception) -> None:
    raise error


def lines(stream: Said) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def plant() -> None:
    """Say it in every way in which code might."""
    LOG.error("fault", kind="RuntimeError", name=PLANTED, path=f"/claims/{PLANTED}", exc_info=True)
    LOG.error("fault", code=PLANTED, route=f"/claims/{PLANTED}", incident=PLANTED, status=PLANTED)
    LOG.error(PLANTED)
    logging.getLogger("uvicorn.error").error("refused %s", PLANTED)
    try:
        failing(RuntimeError(PLANTED))
    except RuntimeError:
        LOG.exception("fault")
        logging.getLogger("sqlalchemy.pool").exception("lost %s", PLANTED)
        sys.excepthook(*sys.exc_info())


@pytest.mark.parametrize("form", ["json", "console"])
def test_a_name_that_is_planted_gets_into_no_record(said: Said, form: records.Form) -> None:
    begin(form)
    plant()
    assert len(said.getvalue().splitlines()) == 7
    assert PLANTED not in said.getvalue()
    assert "1100000000000" not in said.getvalue()


def test_without_the_list_it_gets_through(said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "allowed", lambda _logger, _method, record: record)
    begin("json")
    plant()
    assert sum("1100000000000" in line for line in said.getvalue().splitlines()) == 4  # an error's own


def test_a_record_of_a_library_keeps_where_it_comes_from(said: Said) -> None:
    begin("json")
    try:
        failing(OSError(PLANTED))
    except OSError:
        logging.getLogger("uvicorn.error").exception("it failed")
    (record,) = lines(said)
    assert record.pop("timestamp")
    assert record.pop("place").startswith("test_records.py:")
    assert record == {"event": "library", "logger": "uvicorn.error", "level": "error", "kind": "OSError"}


def test_last_words_are_a_record_as_well(said: Said) -> None:
    begin("json")
    thread = threading.Thread(target=lambda: failing(IndexError(PLANTED)))
    thread.start()
    thread.join()
    (record,) = lines(said)
    assert (record["event"], record["kind"]) == ("fault", "IndexError")


def test_an_answer_is_on_record_by_route_alone_and_only_where_it_was_asked_for(
    small: Desk, said: Said
) -> None:
    begin("json")
    small.client.get(f"/errors/{PLANTED}")
    assert lines(said) == []
    begin("json", requests=True)
    small.client.get(f"/errors/{PLANTED}?who={PLANTED}", headers={"user-agent": "telephone"})
    small.client.get(f"/{PLANTED}")
    first, second = [one for one in lines(said) if one["event"] == "answered"]
    assert {name: first[name] for name in ("route", "method", "status", "code")} == {
        "route": "/errors/{code}",
        "method": "GET",
        "status": 404,
        "code": "not_found",
    }
    assert 0 <= first["seconds"] < 60
    assert second["route"] == "none"
    assert set(first) == {"timestamp", "level", "event", "route", "method", "status", "seconds", "code"}
    assert "telephone" not in said.getvalue()
    assert "testclient" not in said.getvalue()  # what the client is called as an address


def test_every_field_is_a_whole_and_no_part() -> None:
    good = {"event": "answered", "status": 200, "route": "/claims/{name}", "seconds": 0.5}
    assert allowed(None, "", dict(good)) == good
    wrong = {"event": "answered\nx", "status": True, "route": "/claims/๑", "seconds": [1]}
    assert allowed(None, "", dict(wrong)) == {}
