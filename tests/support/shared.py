"""Where the shared vectors and data lie: a folder ``shared`` beside the checkout, or ``PHAYAN_SHARED``."""

import os
from pathlib import Path

import pytest

_CANDIDATE = Path(os.environ.get("PHAYAN_SHARED", Path(__file__).parents[3] / "shared"))
SHARED: Path | None = _CANDIDATE if (_CANDIDATE / "vectors").is_dir() else None


def shared(*parts: str) -> Path:
    """Return a path below the shared folder, or skip the test with a visible notice."""
    if SHARED is None:
        pytest.skip("the folder `shared` is not beside the checkout: vectors and data not tested")
    return SHARED.joinpath(*parts)
