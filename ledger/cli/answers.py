"""How receipts and refusals are shown, by every command that submits."""

from collections.abc import Sequence

import typer

from ledger.application.receipts import Receipt, Rejected
from ledger.cli.output import Exit, document


def show_answers(answers: Sequence[Receipt | Rejected], *, as_json: bool) -> Exit:
    """Print what became of each submission; return FAILED if any was refused."""
    refused = [answer for answer in answers if isinstance(answer, Rejected)]
    if as_json:
        document({"answers": [_members(answer) for answer in answers], "refused": len(refused)})
    else:
        for answer in answers:
            typer.echo(_line(answer), err=isinstance(answer, Rejected))
    return Exit.FAILED if refused else Exit.DONE


def _members(answer: Receipt | Rejected) -> dict[str, object]:
    return {"recorded": isinstance(answer, Receipt)} | answer.as_json()


def _line(answer: Receipt | Rejected) -> str:
    if isinstance(answer, Receipt):
        again = ", recorded before" if answer.repeated else ""
        ahead = "; the signer's clock is ahead, set it (clock_suspect)" if answer.clock_suspect else ""
        place = f"entry {answer.index}: {answer.stream} version {answer.version}"
        return f"{place}, leaf {answer.leaf}{again}{ahead}"
    where = "".join(f"; {name} {_listed(value)}" for name, value in answer.detail.items())
    lines = [f"refused: {answer.sentence}{where} ({answer.code})"]
    lines += [f"  not seen: entry {one.index}, version {one.version}, {one.type}" for one in answer.unseen]
    return "\n".join(lines)


def _listed(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
