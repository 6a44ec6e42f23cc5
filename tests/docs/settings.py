"""The table of the server's settings, made from what reads them."""

from typing import Any

from api.settings import PREFIX, ServerSettings


def settings() -> str:
    """Return the table: variable, option, what it takes, and what holds without it."""
    rows = [
        "| variable | option | takes | without it |",
        "|---|---|---|---|",
    ]
    for name, member in ServerSettings.model_fields.items():
        option = f"`--{name.replace('_', '-')}`"
        rows.append(
            f"| `{PREFIX}{name.upper()}` | {option} | {member.description} | {_plain(member.default)} |"
        )
    return "\n".join(rows)


def _plain(default: Any) -> str:
    match default:
        case None | ():
            return ""
        case bool():
            return str(default).lower()
        case tuple():
            return f"`{','.join(default)}`"
        case _:
            return f"`{default}`"
