"""Static files, for now as they lie."""

from pathlib import Path
from typing import Final

from fastapi import APIRouter
from starlette.responses import FileResponse, Response

from api.problems import Problem

STATIC: Final = Path(__file__).parent / "static"
router: Final = APIRouter(include_in_schema=False)


def url(name: str) -> str:
    """Return where the file ``name`` is served."""
    return f"/static/{name}"


@router.get("/static/{name:path}")
def get(name: str) -> Response:
    """Return a file."""
    file = (STATIC / name).resolve()
    if not file.is_file() or STATIC not in file.parents:
        raise Problem(404, "not_found")
    return FileResponse(file)
