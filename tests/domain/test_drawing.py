"""The draw of an audit: seed, membership, nesting and frame root as anybody recomputes them."""

import hashlib
from base64 import b64encode

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.audit.beacons import NETWORKS, comes_at, round_at
from ledger.domain.audit.checkpoints import chosen_size, read_checkpoint
from ledger.domain.audit.drawing import Draw, Part, frame_root, is_drawn, luck, sample, seed
from ledger.tlog.checkpoint import cosign
from ledger.tlog.note import sign_note
from ledger.tlog.tree import leaf_hash, root_of
from tests.domain.consulting import cosigned

DRAW = Draw("example.org/phayan/test", 1000, "33" * 32, "22" * 32, "drand-quicknet", 4567890, "11" * 32)
CASES = tuple(f"claim/00000000-0000-4000-8000-{number:012}" for number in range(1, 1001))
TENTH = [5, 30, 47, 50, 61, 73, 75, 91, 100, 101]
TWENTIETH = [50, 61, 73, 75, 91, 138]


def drawn(num: int, den: int) -> list[int]:
    sown = seed(DRAW)
    return [number for number, case in enumerate(CASES, start=1) if is_drawn(sown, case, num, den)]


def test_the_seed_follows_from_frame_checkpoint_and_beacon() -> None:
    assert seed(DRAW).hex() == "e2a3e08f51f235ff00b00103061ac5a22b8c07f8c16055d27966865a8728eed9"


@pytest.mark.parametrize("origin", [DRAW.origin, "ทะเบียน.example.org/2026"])
def test_the_seed_hashes_the_draw_as_rfc_8785_writes_it(origin: str) -> None:
    written = rfc8785.dumps(
        {
            "v": "phayan/audit-draw/v1",
            "origin": origin,
            "size": 1000,
            "root": "33" * 32,
            "frame": "22" * 32,
            "beacon": {"source": "drand-quicknet", "round": 4567890, "value": "11" * 32},
        }
    )

    assert seed(DRAW._replace(origin=origin)) == hashlib.sha256(written).digest()


@pytest.mark.parametrize(
    "other",
    [
        DRAW._replace(origin="example.org/phayan/other"),
        DRAW._replace(size=1001),
        DRAW._replace(root="34" * 32),
        DRAW._replace(frame="23" * 32),
        DRAW._replace(source="drand-default"),
        DRAW._replace(round=4567891),
        DRAW._replace(value="12" * 32),
    ],
)
def test_whatever_changes_changes_the_seed(other: Draw) -> None:
    assert seed(other) != seed(DRAW)


def test_the_luck_of_three_cases_is_the_one_published() -> None:
    assert [luck(seed(DRAW), case) for case in CASES[:3]] == [
        9216763425518461979,
        5384031130068447136,
        5305683423951720630,
    ]


def test_a_tenth_and_a_twentieth_draw_the_cases_published() -> None:
    tenth, twentieth = drawn(1, 10), drawn(1, 20)

    assert (len(tenth), tenth[:10]) == (107, TENTH)
    assert (len(twentieth), twentieth[:6]) == (43, TWENTIETH)
    assert set(twentieth) <= set(tenth)


@given(st.integers(1, 1000), st.integers(0, 50), st.integers(0, 50), st.integers(1, 50))
def test_a_higher_rate_extends_the_sample(number: int, one: int, other: int, den: int) -> None:
    low, high = sorted((one, other))
    case, sown = CASES[number - 1], seed(DRAW)

    assert is_drawn(sown, case, low, den) <= is_drawn(sown, case, high, den)


def test_nothing_and_everything_are_rates() -> None:
    assert drawn(0, 1) == []
    assert len(drawn(1, 1)) == 1000


def test_a_rate_is_compared_without_rounding() -> None:
    sown, case = seed(DRAW), CASES[0]
    exact = luck(sown, case)

    assert not is_drawn(sown, case, exact, 2**64)
    assert is_drawn(sown, case, exact + 1, 2**64)


def test_the_sample_is_drawn_stratum_by_stratum_in_the_order_of_the_frame() -> None:
    parts = (Part("b", 1, 10, CASES[:100][::-1]), Part("a", 1, 20, CASES[100:200]))
    numbers = [CASES.index(case) + 1 for case in sample(seed(DRAW), parts)]

    assert numbers == [5, 30, 47, 50, 61, 73, 75, 91, 100, 138] + [
        number for number in drawn(1, 20) if 138 < number <= 200
    ]


@given(st.lists(st.integers(0, 20), max_size=4))
def test_the_frame_root_is_that_of_the_log(sizes: list[int]) -> None:
    parts = tuple(
        Part(f"stratum-{number}", 1, 2, CASES[number * 20 : number * 20 + size][::-1])
        for number, size in enumerate(sizes)
    )
    leaves = [leaf_hash(f"{part.name}\n{case}".encode()) for part in parts for case in sorted(part.cases)]

    assert frame_root(parts) == root_of(leaves).hex()


def test_the_frame_root_of_one_case_and_of_none() -> None:
    one = Part("poor", 1, 2, CASES[:1])

    assert frame_root((one,)) == hashlib.sha256(b"\x00poor\n" + CASES[0].encode()).hexdigest()
    assert frame_root(()) == hashlib.sha256().hexdigest()
    assert frame_root((one, Part("poor2", 1, 2, ()))) == frame_root((one,))


def test_beacons_have_known_times() -> None:
    assert comes_at("drand-default", 1) == 1595431050
    assert comes_at("drand-default", 3) == 1595431110
    assert comes_at("drand-quicknet", 2) == 1692803370
    assert comes_at("drand-quicknet", 0) is None
    assert comes_at("dice", 1) is None
    assert set(NETWORKS) == {"drand-default", "drand-quicknet"}


@pytest.mark.parametrize(
    ("moment", "first"), [(0, 1), (1692803367, 1), (1692803367.001, 2), (1692803370, 2), (1692803373, 3)]
)
def test_the_first_round_of_a_moment_comes_then_or_later(moment: float, first: int) -> None:
    assert round_at("drand-quicknet", moment) == first
    assert round_at("dice", moment) is None


BODY = "ledger.example.org/2026\n7\nMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzM=\n"


def test_a_checkpoint_is_read_as_the_log_and_its_witnesses_write_it() -> None:
    log = sign_note(BODY, "ledger.example.org/2026", bytes(32))
    witness = cosign(BODY, 1795400000, "witness.example.org", b"\x01" * 32)

    stated = read_checkpoint(f"{BODY}\n{log}{witness}")

    assert stated is not None
    assert f"{stated.origin}\n{stated.size}\n{stated.root}\n" == BODY
    assert stated.times == (1795400000,)


def test_a_checkpoint_is_read_whatever_stands_below_its_signatures() -> None:
    stated = read_checkpoint(f"{BODY}\n{cosign(BODY, 1795400000, 'witness.example.org', bytes(32))}\n\n")

    assert stated is not None
    assert stated.times == (1795400000,)


@pytest.mark.parametrize("time", [0, 1, 2**32, 2**64 - 1])
def test_a_cosignature_has_eight_bytes_for_its_time(time: int) -> None:
    stated = read_checkpoint(cosigned(7, time).note)

    assert stated is not None
    assert stated.times == (time,)


BLOB = b64encode(bytes(4 + 8 + 64)).decode()


@pytest.mark.parametrize(
    "line",
    [
        f"— witness.example.org  {BLOB}",
        f"—\twitness.example.org {BLOB}",
        f"— witness.example.org {BLOB[:8]}!{BLOB[8:]}",
        "— witness.example.org",
        "- witness.example.org AAAA",
        "— witness.example.org AAAA",
        "— witness.example.org A?==",
        "— witness.example.org AAAAA",
        "— witness example.org AAAA",
    ],
)
def test_lines_of_another_form_state_no_time(line: str) -> None:
    stated = read_checkpoint(f"{BODY}\n{line}\n")

    assert stated is not None
    assert stated.times == ()


@pytest.mark.parametrize("note", ["", BODY, f"{BODY}more\n\nx", "a\nb\n\n", "a b\nc\n\n", "a\nb\nc\nd\n\n"])
def test_a_note_of_another_form_is_no_checkpoint(note: str) -> None:
    assert read_checkpoint(note) is None


def test_the_draw_takes_the_smallest_size_that_was_cosigned_in_time() -> None:
    published = ((5, 40), (6, 99), (7, 50), (9, 60))

    assert chosen_size(published, 5, 100) == 6
    assert chosen_size(published, 5, 99) == 7
    assert chosen_size(published, 4, 100) == 5
    assert chosen_size(published, 9, 100) is None
    assert chosen_size((), 0, 100) is None
