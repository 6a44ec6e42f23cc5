"""A register of two people, and the smallest mapping that reads it."""

from pathlib import Path

import pytest

SELECT = """
SELECT 'claim' AS stream_kind, number AS stream_key, 'EligibilityDecided' AS type,
       NULL AS at, officer AS official, json_object('result', result) AS data
FROM read_csv(getvariable('register'), all_varchar = true)
"""


@pytest.fixture
def register(tmp_path: Path) -> Path:
    path = tmp_path / "register.csv"
    path.write_text("number,officer,result\n7,ann,refuse\n8,bo,grant\n")
    return path


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    path = tmp_path / "register.sql"
    path.write_text(SELECT)
    return path
