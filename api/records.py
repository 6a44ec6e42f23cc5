"""What the server puts on record: one line for each event on standard error, of fields that are allowed.

Addresses, agents, actors, paths with identifiers and texts of exceptions have no field, so whatever a call
hands over of them is left out here, and not by the care of whoever writes the call. Records of libraries
keep where they come from and of what kind they are, and lose what they say.
"""

import logging
import re
import sys
import threading
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Final, Literal, TypeAlias

import structlog

Form: TypeAlias = Literal["json", "console"]
Record: TypeAlias = structlog.typing.EventDict

ALLOWED: Final[Mapping[str, re.Pattern[str]]] = {
    name: re.compile(pattern, re.ASCII)
    for name, pattern in {
        "timestamp": r"[0-9T:.Z-]{20,32}",
        "level": r"[a-z]{1,16}",
        "event": r"[a-z_]{1,64}",
        "code": r"[a-z0-9_]{1,64}",
        "incident": r"[0-9a-f]{32}",
        "method": r"[A-Z]{1,16}|other",
        "route": r"/[a-z0-9_/{}:.-]{0,200}|none",
        "status": r"[1-5][0-9]{2}",
        "seconds": r"[0-9]+(\.[0-9]+)?",
        "kind": r"[A-Za-z_][A-Za-z0-9_]{0,80}",
        "place": r"[\w./-]{1,200}:[0-9]{1,6}",
        "logger": r"[a-z0-9_.]{1,80}",
        "listens": r"http://[0-9A-Za-z.:\[\]-]{1,300}",
        "workers": r"[0-9]{1,2}",
    }.items()
}
"""The fields that a record may have, and the whole of what each may hold."""


def allowed(_logger: object, _method: str, record: Record) -> Record:
    """Return ``record`` without whatever has no field here, or does not look like it."""
    return {
        name: value
        for name, value in record.items()
        if name in ALLOWED and isinstance(value, str | int | float) and ALLOWED[name].fullmatch(str(value))
    }


def _of_a_library(_logger: object, _method: str, record: Record) -> Record:
    """Return where a record of a library comes from. Its text may repeat what was sent."""
    source: logging.LogRecord = record["_record"]
    kept: Record = {"event": "library", "logger": source.name.lower(), "level": source.levelname.lower()}
    if source.exc_info and source.exc_info[0]:
        kept["kind"] = source.exc_info[0].__name__
    return {**record, **kept, "place": f"{source.filename}:{source.lineno}"}


_STAMP: Final = structlog.processors.TimeStamper(fmt="iso", utc=True)

structlog.configure(
    processors=[
        structlog.stdlib.add_log_level,
        _STAMP,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)
LOG: Final[structlog.stdlib.BoundLogger] = structlog.get_logger("phayan.api")


def begin(form: Form, *, requests: bool = False) -> None:
    """Send every record of this process to standard error, libraries' and last words included.

    Args:
        form: ``json`` for programs, ``console`` for people.
        requests: Whether each answer is a record. The times of filings can be read off them.
    """
    drawn = structlog.dev.ConsoleRenderer() if form == "console" else structlog.processors.JSONRenderer()
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[_of_a_library, _STAMP],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, allowed, drawn],
            keep_exc_info=False,
            keep_stack_info=False,
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("phayan").setLevel(logging.DEBUG if requests else logging.INFO)
    sys.excepthook = _last_words
    threading.excepthook = lambda words: _last_words(words.exc_type, words.exc_value, words.exc_traceback)


def place(trace: TracebackType | None) -> str:
    """Return where an error was raised: a file and a line, never what the error says."""
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return "nowhere:0" if trace is None else f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"


def _last_words(kind: type[BaseException], _error: Any, trace: TracebackType | None) -> None:  # noqa: ANN401
    LOG.error("fault", kind=kind.__name__, place=place(trace))
