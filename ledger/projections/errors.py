"""What can be wrong while the log is read into tables and reports."""

from typing import Final


class ProjectionError(Exception):
    """Root of this layer. ``code`` is stable; the message is a plain sentence without data of the log."""

    code = "projection_error"


class UnknownEvent(ProjectionError):
    """The log holds an event type, or a schema of it, that this release does not know."""

    code = "unknown_event"

    def __init__(self, index: int, event: str, schema: int) -> None:
        super().__init__(
            f"entry {index} holds {event} in schema {schema}, which this release does not know; "
            "use a newer release"
        )
        self.index, self.event, self.schema = index, event, schema


class UnreadableEntry(ProjectionError):
    """An entry is not of the form that the log promises."""

    code = "unreadable_entry"

    def __init__(self, index: int) -> None:
        super().__init__(f"entry {index} cannot be read as an entry of this log")
        self.index = index


class OutOfOrder(ProjectionError):
    """The reader left something out, repeated it or changed its order."""

    code = "out_of_order"

    def __init__(self, expected: int, found: int) -> None:
        super().__init__(f"entry {expected} was expected and entry {found} came; nothing was moved")
        self.expected, self.found = expected, found


class HandlerFailed(ProjectionError):
    """A fold could not apply an entry. Its projection stops before it; others go on."""

    code = "handler_failed"

    def __init__(self, projection: str, index: int) -> None:
        super().__init__(f"the projection {projection} cannot apply entry {index} and stops before it")
        self.projection, self.index = projection, index


class CursorMoved(ProjectionError):
    """Another process moved the same projection at the same time."""

    code = "cursor_moved"

    def __init__(self, projection: str) -> None:
        super().__init__(
            f"the projection {projection} was moved by another process; nothing was written twice"
        )
        self.projection = projection


class Outdated(ProjectionError):
    """The tables were written by another version of the fold."""

    code = "projection_outdated"

    def __init__(self, projection: str, stored: int, current: int) -> None:
        super().__init__(
            f"the tables of {projection} are of version {stored} and this release writes version {current}; "
            "rebuild them"
        )
        self.projection, self.stored, self.current = projection, stored, current


class Differs(ProjectionError):
    """The tables that grew entry by entry are not those that a rebuild gives."""

    code = "projection_differs"

    def __init__(self, projection: str, tables: tuple[str, ...]) -> None:
        super().__init__(f"the projection {projection} differs from its rebuild in {', '.join(tables)}")
        self.projection, self.tables = projection, tables


class ReportError(ProjectionError):
    """A report was asked for in a way that has no meaning."""

    code = "report_invalid"

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


DISPROVED: Final = frozenset(
    {"report_altered", "reply_signature", "reply_not_yours", "reply_other_report", "reply_no_row"}
)
"""Codes by which something that was brought does not hold."""
