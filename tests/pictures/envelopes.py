"""Reports made by hand, one of each kind, as the schema of the envelope allows them."""

from typing import Any

HOSTILE = "<svg onload=alert(1)>&\"'$\\frac{1}{0}$"
OFFICES = ("ที่ทำการผู้ใหญ่บ้าน ม.๑", "ที่ทำการปู่ ป้า น้ำ", "ศูนย์ญี่ปุ่น ฐานะ กตัญญู", HOSTILE)


def row(key: str, n: int | None = 100, num: int | None = 10, **more: Any) -> dict[str, Any]:
    """A row whose interval holds its estimate; ``estimate`` and ``interval`` may be given."""
    estimate = more.pop("estimate", None if num is None or not n else num / n)
    bounds = more.pop("interval", None if estimate is None else (estimate * 0.7, estimate * 1.4))
    return {
        "key": key,
        "n": n,
        "num": num,
        "estimate": estimate,
        "interval": None
        if bounds is None
        else {"lo": bounds[0], "hi": bounds[1], "level": 0.95, "method": "wilson"},
        "suppressed": False,
        "flags": [],
        **more,
    }


def hidden(key: str) -> dict[str, Any]:
    return {"key": key, "n": None, "estimate": None, "interval": None, "suppressed": True, "flags": []}


def envelope(name: str, rows: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    return {
        "report": name,
        "version": "1",
        "title": {"th": f"ที่ทำการของผู้ใหญ่บ้าน {name}", "en": f"Offices, {name}"},
        "snapshot": {
            "origin": "ledger.example.org/2026",
            "tree_size": 90211,
            "root_hash": "A" * 43 + "=",
            "known_as_of": "2026-11-22T03:04:06.123Z",
        },
        "window": {"valid_from": "2026-01-01", "valid_to": "2026-11-01", "data_cut": "2026-11-22"},
        "unit": "office",
        "population": {
            "definition": "matured decisions",
            "included": 400,
            "excluded": [{"reason": "not_matured", "n": 17}, {"reason": "erased", "n": "1-10"}],
        },
        "method": {"id": "M01+M04", "params": {"tier": "oversight"}, "sources": ["Wilson 1927"]},
        "overall": row("overall", 400, 52, extra=more.pop("overall", {})),
        "rows": rows,
        "suppression": {"rule": "none", "min_n": 0, "primary": 0, "secondary": 0},
        "caveats": [
            {
                "code": "VOICE",
                "text": {"th": "อุทธรณ์น้อยไม่ได้แปลว่าตัดสินใจดี", "en": "Few appeals are not good decisions."},
            }
        ],
        "reproduce": {
            "command": f"phayan report {name}",
            "code_version": "0.1.0",
            "facts_digest": "f" * 64,
            "result_digest": "e" * 64,
            "engine": "python",
        },
        **more,
    }


def plain(name: str, **extra: Any) -> dict[str, Any]:
    """Four offices with one flag each that differs, one that replied, one hidden."""
    rows = [
        row(OFFICES[0], 120, 40, flags=["SIGNAL", "REPLIED"], evidence=[7, 4711], extra={"reply": "ab" * 32}),
        row(OFFICES[1], 300, 9, flags=["SIGNAL_LOW"]),
        row(OFFICES[2], 12, 2, flags=["LOW_N"]),
        row(OFFICES[3], 90, 15, flags=["WATCH"]),
        hidden("office/hidden"),
    ]
    for one in rows[:4]:
        one.setdefault("extra", {}).update(extra)
    return envelope(name, rows)


def _r01() -> dict[str, Any]:
    found = plain("R01")
    found["rows"][0]["limits"] = {"lo95": 0.08, "hi95": 0.2, "lo998": 0.05, "hi998": 0.24}
    found["rows"] += [row(f"office/{n:03}", n * 12, round(n * 1.6)) for n in range(3, 40)]
    return found


def _r02() -> dict[str, Any]:
    found = plain("R02")
    for one in found["rows"][:4]:
        one["shrunk"] = one["estimate"] * 0.9
        one["shrunk_interval"] = one["interval"] | {"lo": one["estimate"] * 0.6, "method": "beta"}
        one["rank_interval"] = [1, 4]
    return found


def _r03() -> dict[str, Any]:
    rows = [
        row(OFFICES[0], 50, 20, expected=10.0, estimate=2.0, interval=(1.22, 3.09), flags=["SIGNAL"]),
        row(OFFICES[1], 50, 0, expected=4.0, estimate=0.0, interval=(0.0, 0.92)),
        row("office/open", 9, 9, expected=12.0, estimate=0.75, interval=(0.3, None)),
    ]
    return envelope("R03", rows)


def _r04() -> dict[str, Any]:
    days = list(range(0, 61, 4))
    share = [max(0.1, 1 - day / 60) for day in days]
    curve = {
        "day": days,
        "survival": share,
        "lo": [None, *(max(0.0, one - 0.1) for one in share[1:])],
        "hi": [None, *(min(1.0, one + 0.1) for one in share[1:])],
        "at_risk": [200 - 3 * day for day in days],
    }
    first = row("a/" + OFFICES[0], 200, 150, estimate=24.5, interval=(20.0, 29.0))
    first["extra"] = {"curve": curve, "deadline": 30, "p50": 32, "p90": None}
    return envelope("R04", [first, row("b/office/2", 12, 3, estimate=40.0, interval=(31.0, 49.5))])


def _r06() -> dict[str, Any]:
    series = []
    for month in range(1, 25):
        period = f"{2024 + (month + 1) // 13}-{(month - 1) % 12 + 1:02}"
        value = 0.1 + 0.01 * (month % 5) + (0.12 if month == 9 else 0) + (0.05 if month > 15 else 0)
        period = f"{2024 + (month - 1) // 12}-{(month - 1) % 12 + 1:02}"
        common = {"unit": OFFICES[0], "period": period, "n": 80, "num": round(80 * value)}
        rules = [1] if month == 9 else [4] if month > 20 else [2, 3] if month == 19 else []
        series.append(
            {**common, "chart": "p_prime", "estimate": value, "centre": 0.12 + 0.02 * (month > 15)}
            | {"lo": 0.03, "hi": 0.21, "signal": rules, "revised": month == 3, "rule_change": month == 16}
        )
        height = 0.4 * (month % 16)
        for chart, high in (("cusum_up", height), ("cusum_down", height / 3)):
            series.append(
                {**common, "chart": chart, "estimate": high, "centre": None, "lo": None, "hi": 4.5}
                | {"signal": [1] if high > 4.5 else [], "revised": False, "rule_change": month == 16}
            )
    return envelope("R06", [row(OFFICES[0], 1920, 250, flags=["RULE_CHANGE"])], series=series)


def _r10() -> dict[str, Any]:
    shares = [(tenth / 10, (tenth / 10) ** 1.6) for tenth in range(11)]
    rows = [
        row(f"{area}{tambon:02}", 40 + tambon, 20 + tambon, extra={"area": area})
        for area in ("1001", "1002", "ปู่ป้า")
        for tambon in range(1, 4 + (area == "1001"))
    ]
    overall = {"lorenz": [list(pair) for pair in shares], "concentration_index": 0.231}
    return envelope("R10", [*rows, hidden("100109")], overall=overall)


def _r11() -> dict[str, Any]:
    names = {"sex/female": ("หญิง", "women"), "disability/yes": ("ผู้มีความพิการ", "disabled people")}
    rows = [
        row(
            key,
            200,
            60,
            estimate=1.4,
            interval=(1.1, 1.8),
            flags=["WATCH"],
            extra={
                "label": {"th": names[key][0], "en": names[key][1]},
                "difference": {"estimate": 0.08, "lo": 0.02, "hi": 0.14},
            },
        )
        for key in names
    ]
    return envelope("R11", [*rows, hidden("language/shn")])


def _r14() -> dict[str, Any]:
    counts = {"kept": 30, "late": 6, "broken": 3, "overdue": 5, "unverified": 4, "waiting": 7, "open": 11}
    rows = [
        row(key, 48, 30 - place, extra={**counts, "withdrawn": place})
        for place, key in enumerate(OFFICES[:3])
    ]
    return envelope("R14", rows)


_MADE = {
    "R01": _r01(),
    "R02": _r02(),
    "R03": _r03(),
    "R04": _r04(),
    "R05": plain("R05"),
    "R06": _r06(),
    "R07": plain("R07"),
    "R08": plain("R08"),
    "R09": plain("R09"),
    "R10": _r10(),
    "R11": _r11(),
    "R12": plain("R12"),
    "R13": plain("R13"),
    "R14": _r14(),
    "R15": plain("R15", bounds=[0.01, 0.8]),
    "R16": plain("R16"),
}
REPORTS = {
    name: report | {"rows": sorted(report["rows"], key=lambda one: str(one["key"]))}
    for name, report in _MADE.items()
}
