"""A report in every form that can be asked for. Pure functions of the envelope, down to the byte."""

from collections.abc import Mapping
from typing import Any, Final

from ledger.projections.errors import ReportError
from ledger.projections.pictures.canvas import svg
from ledger.projections.pictures.letters import standalone
from ledger.projections.pictures.of_report import pictures
from ledger.projections.pictures.page import render_page
from ledger.projections.pictures.pdf import render_pdf
from ledger.projections.pictures.words import Lang
from ledger.projections.reports.render import RENDERERS

FORMS: Final = (*RENDERERS, "svg", "html", "pdf")


def render(envelope: Mapping[str, Any], form: str, lang: Lang = "th") -> bytes:
    """Return ``envelope`` as ``form``: json, csv, table, svg, html or pdf.

    ``lang`` comes first in svg, html and pdf; the other language stands beside it.

    Raises:
        ReportError: ``form_unknown``; ``pictures_missing``: the extra ``report`` is not installed.
    """
    match form:
        case "svg":
            return standalone([svg(picture, lang) for picture in pictures(envelope)])
        case "html":
            return render_page(envelope, lang)
        case "pdf":
            return render_pdf(envelope, lang)
        case _ if form in RENDERERS:
            return RENDERERS[form](envelope).encode()
        case _:
            raise ReportError("form_unknown", f"a report is rendered as {', '.join(FORMS)}")
