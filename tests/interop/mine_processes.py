"""A program of its own: reads exports with pm4py and prints what it found there, as JSON.

It runs in an environment of its own, since pm4py is under the AGPL: the project imports it nowhere. Its
first line of output says that the environment stands.
"""

import json
import sys
import warnings
from pathlib import Path
from typing import Any

OUT = sys.stdout
sys.stdout = sys.stderr  # the library prints its licence
warnings.simplefilter("ignore")

import pm4py  # type: ignore[import-not-found]  # noqa: E402
from pm4py.objects.ocel.validation import (  # type: ignore[import-not-found]  # noqa: E402
    ocel20_rel_validation,
)

print("ready", file=OUT, flush=True)


def counts(log: Any) -> dict[str, int]:
    parts = {"events": log.events, "objects": log.objects, "relations": log.relations}
    parts |= {"links": log.o2o, "changes": log.object_changes}
    return {name: len(part) for name, part in parts.items()}


def declared(log: Any) -> dict[str, int]:
    """Return how many traces follow the rules of every decision, and how many variants there are."""
    rule = {"support": 1, "confidence": 1}
    model = {
        "precedence": {("EligibilityDecided", name): rule for name in ("DecisionNotified", "DecisionRevised")}
    }
    found = pm4py.conformance_declare(log, model)
    return {
        "fit": sum(one["is_fit"] for one in found),
        "traces": len(found),
        "variants": len(pm4py.get_variants(log)),
    }


def look(folder: Path) -> dict[str, Any]:
    """Read what lies in `folder`: log.json, log.sqlite, and case logs in xes."""
    holding, breaking = ocel20_rel_validation.apply(str(folder / "log.sqlite"))
    log = pm4py.format_dataframe(
        pm4py.read_xes(str(folder / "xes" / "claim.xes")),
        case_id="case:concept:name",
        activity_key="concept:name",
    )
    return {
        "json": counts(pm4py.read_ocel2_json(str(folder / "log.json"))),
        "sqlite": counts(pm4py.read_ocel2_sqlite(str(folder / "log.sqlite"))),
        "constraints": [len(holding), sorted(breaking)],
        "xes": {path.stem: len(pm4py.read_xes(str(path))) for path in sorted((folder / "xes").glob("*.xes"))},
        "sorted": declared(log),
        "unsorted": declared(log.iloc[::-1]),
    }


print(json.dumps({name: look(Path(name)) for name in sys.argv[1:]}), file=OUT)
