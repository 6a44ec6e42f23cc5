"""Exports of a prefix of the log, for others' tools.

What is written appears under its name when it is whole, and never takes the place of anything. Every format
but Parquet is written from what was traced, which lies on disk meanwhile: memory stays flat.
"""

import hashlib
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from ledger.application.errors import EntriesNotPublic, ExportExists, ParquetMissing
from ledger.application.projecting import Notice, silent
from ledger.application.walking import Walk
from ledger.projections.exports.kept import Counts, Kept
from ledger.projections.exports.ocel import Scope, Tier, trace
from ledger.projections.exports.ocel_json import write_ocel_json
from ledger.projections.exports.ocel_sqlite import write_ocel_sqlite
from ledger.projections.exports.packages import describe, tables
from ledger.projections.exports.spans import LARGEST, Column, Span, column
from ledger.projections.exports.xes import write_xes
from ledger.store.recorder import Recorder

GROUP: Final = 4_096
"""Rows of a Parquet file in memory at once."""


class Written(NamedTuple):
    """A file of an export; ``sha256`` in hex."""

    file: str
    bytes: int
    sha256: str


class Exported(NamedTuple):
    """What was written, and of what: ``root`` is that of the first ``size`` entries, in hex."""

    origin: str
    size: int
    root: str
    tier: Tier
    files: tuple[Written, ...]
    counts: Counts | None


class Asked(NamedTuple):
    """What is exported: ``size`` entries (None: those of the newest checkpoint) of a log, for whom, where to.

    ``key`` are 32 random bytes for the pseudonyms of this export.
    """

    recorder: Recorder
    origin: str
    size: int | None
    tier: Tier
    key: bytes
    target: Path
    notice: Notice = silent


def export_ocel(asked: Asked, form: str) -> Exported:
    """Write the object-centric log into one file: ``form`` is json or sqlite.

    Raises:
        ExportExists: Something is there already.
        NoSuchEntry: The log has not that many entries.
        ExportDiffers: The entries are not those of the signed checkpoint.
        ProjectionError: An entry cannot be read.
    """
    with _placed(asked) as place, _traced(asked, place.parent) as (kept, walk):
        if form == "json":
            _write(place, write_ocel_json(kept))
        else:
            with closing(sqlite3.connect(place)) as out:
                write_ocel_sqlite(kept, out)
        return _exported(asked, walk, place, [place], kept.counts())


def export_xes(asked: Asked) -> Exported:
    """Write a log for each type of object into a folder. Raises as ``export_ocel``."""
    with _placed(asked, folder=True) as place, _traced(asked, place.parent) as (kept, walk):
        files = []
        for type_, _ in kept.object_types():
            files.append(place / f"{type_.lower()}.xes")
            _write(files[-1], write_xes(kept, type_, _head(asked, walk)))
        return _exported(asked, walk, place, files, kept.counts())


def export_csv(asked: Asked) -> Exported:
    """Write a data package into a folder. Raises as ``export_ocel``."""
    with _placed(asked, folder=True) as place, _traced(asked, place.parent) as (kept, walk):
        found = tables(kept)
        files = [place / f"{table.name}.csv" for table in found]
        for file, table in zip(files, found, strict=True):
            _write(file, table.write())
        files.append(place / "datapackage.json")
        _write(files[-1], [describe(found, _head(asked, walk))])
        return _exported(asked, walk, place, files, kept.counts())


def export_parquet(asked: Asked, span: int = LARGEST) -> Exported:
    """Write the entries themselves into a folder: a file for each aligned run of ``span`` entries.

    Raises:
        EntriesNotPublic: It is for the public.
        ParquetMissing: The extra is not installed.
        ...: As ``export_ocel``.
    """
    if asked.tier is not Tier.OVERSIGHT:
        raise EntriesNotPublic(
            "these files hold the entries themselves, which are not public; say --tier oversight"
        )
    try:
        import pyarrow  # type: ignore[import-untyped]  # noqa: F401, ICN001, PLC0415 - it needs an extra
    except ImportError:
        raise ParquetMissing(
            "Parquet needs pyarrow, which is not installed; `pip install 'phayan[parquet]'` brings it"
        ) from None
    with _placed(asked, folder=True) as place:
        walk = Walk(asked.recorder, asked.size, asked.notice)
        rows = (column(one.recorded, one.state, one.entry) for one in walk)
        files = []
        for first in range(0, walk.size, span):
            files.append(place / f"span-{first:012d}.parquet")
            _write_span(files[-1], Span(first, islice(rows, span)), asked.origin)
        next(rows, None)  # the check against the checkpoint comes after the last row
        return _exported(asked, walk, place, files, None)


def _write_span(file: Path, span: Span, origin: str) -> None:
    import pyarrow as pa  # noqa: PLC0415 - it needs an extra
    from pyarrow import parquet  # noqa: PLC0415

    kinds = {"index": pa.int64(), "version": pa.int64(), "entry": pa.binary(), "leaf": pa.binary(32)}
    schema = pa.schema([(name, kinds.get(name, pa.string())) for name in Column._fields])
    rows = span.rows()
    with parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        while group := list(islice(rows, GROUP)):
            arrays = [
                pa.array(cells, field.type)
                for cells, field in zip(zip(*group, strict=True), schema, strict=True)
            ]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
        writer.add_key_value_metadata(span.metadata(origin))


@contextmanager
def _placed(asked: Asked, *, folder: bool = False) -> Iterator[Path]:
    """Yield where to write; what was written there gets its name at the end.

    Raises:
        ExportExists: Something bears that name.
    """
    target = asked.target
    if target.exists():
        raise ExportExists(f"{target} is there already, and an export replaces nothing; name another place")
    with tempfile.TemporaryDirectory(prefix=".phayan-", dir=target.absolute().parent) as name:
        begun = Path(name) / target.name
        if folder:
            begun.mkdir()
        yield begun
        if asked.tier is Tier.OVERSIGHT:
            for file in [*begun.glob("*"), begun]:
                file.chmod(0o700 if file.is_dir() else 0o600)
        begun.rename(target)


@contextmanager
def _traced(asked: Asked, folder: Path) -> Iterator[tuple[Kept, Walk]]:
    """Trace the prefix into a file in ``folder`` that is thrown away at the end."""
    walk = Walk(asked.recorder, asked.size, asked.notice)
    scope = Scope(asked.origin, asked.tier, asked.key)
    with closing(sqlite3.connect(folder / ".traced", isolation_level=None)) as connection:
        kept = Kept(connection)
        for one in walk:
            kept.keep(trace(scope, one.recorded, one.state, one.registry))
        kept.finish()
        yield kept, walk


def _write(file: Path, parts: Iterable[str]) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        out.writelines(parts)


def _head(asked: Asked, walk: Walk) -> dict[str, str]:
    return {"origin": asked.origin, "size": str(walk.size), "root": walk.root, "tier": str(asked.tier)}


def _exported(
    asked: Asked, walk: Walk, place: Path, files: Iterable[Path], counts: Counts | None
) -> Exported:
    written = []
    for file in files:
        with file.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
        inside = asked.target / file.relative_to(place)
        written.append(Written(str(inside), file.stat().st_size, digest))
    return Exported(asked.origin, walk.size, walk.root, asked.tier, tuple(written), counts)
