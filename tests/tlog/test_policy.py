"""A policy says which log and how many witnesses suffice; in doubt it says nothing."""

from functools import cache
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.tlog.checkpoint import Checkpoint, cosign, format_checkpoint
from ledger.tlog.errors import InvalidSignature, LogError, MalformedNote, NotTrusted
from ledger.tlog.note import COSIGNATURE, ED25519, Note, format_vkey, parse_note, sign_note
from ledger.tlog.policy import Policy, parse_policy
from tests.tlog.examples import (
    LOG_KEY,
    LOG_SEED,
    ORIGIN,
    POLICY,
    TIME,
    WITNESS_KEY,
    check_refuses,
    flipped_bits,
    mutations,
    signed_checkpoint,
    vkey_of,
)

HEAD: Final = Checkpoint(ORIGIN, 3, bytes(range(32)))
LOG: Final = f"log {format_vkey(LOG_KEY)}\n"


def witness(number: int) -> tuple[str, bytes]:
    return f"witness.example.net/{number}", bytes([number]) * 32


def witness_line(number: int, name: str | None = None) -> str:
    key_name, seed = witness(number)
    return f"witness {name or f'w{number}'} {format_vkey(vkey_of(key_name, COSIGNATURE, seed))}\n"


WITNESSES: Final = "".join(witness_line(number) for number in range(1, 7))


@cache
def cosigned(*numbers: int) -> Note:
    """A checkpoint of the log, cosigned by the witnesses of these numbers."""
    body = format_checkpoint(HEAD)
    lines = [cosign(body, TIME, *witness(number)) for number in numbers]
    return parse_note(f"{body}\n{sign_note(body, ORIGIN, LOG_SEED)}{''.join(lines)}")


def accepts(policy: Policy, *numbers: int) -> bool:
    try:
        return policy.check(cosigned(*numbers)) == HEAD
    except NotTrusted:
        return False


@pytest.mark.parametrize(
    ("rule", "enough", "too_few"),
    [
        ("quorum none\n", [(), (1,)], []),
        ("quorum w1\n", [(1,), (2, 1)], [(), (2,)]),
        ("group g any w1 w2\nquorum g\n", [(1,), (2,), (1, 2)], [(), (3,)]),
        ("group g all w1 w2\nquorum g\n", [(1, 2), (1, 2, 3)], [(), (1,), (2, 3)]),
        ("group g 3 w1 w2 w3 w4\nquorum g\n", [(1, 2, 3), (4, 3, 2)], [(1, 2), (1, 1, 2), (1, 2, 5, 6)]),
        (
            "group x 2 w1 w2 w3\ngroup y any w4 w5\ngroup both all x y\nquorum both\n",
            [(1, 2, 4), (1, 3, 5)],
            [(1, 2, 3), (1, 4, 5), (4, 5)],
        ),
        (
            "group x 2 w1 w2\ngroup y 2 w3 w4\ngroup either any x y\nquorum either\n",
            [(3, 4)],
            [(1, 3), (2, 4)],
        ),
    ],
)
def test_a_quorum_is_what_the_policy_says(
    rule: str, enough: list[tuple[int, ...]], too_few: list[tuple[int, ...]]
) -> None:
    policy = parse_policy(LOG + WITNESSES + rule)

    assert [numbers for numbers in enough if not accepts(policy, *numbers)] == []
    assert [numbers for numbers in too_few if accepts(policy, *numbers)] == []


def test_comments_blanks_and_addresses_are_passed_over() -> None:
    text = f"""
    # printed on paper, and pinned
\tlog\t{format_vkey(LOG_KEY)}   https://ledger.example.org/\t
#founding {"ab" * 32}
#foundling
{witness_line(1).strip()} https://witness.example.net/  \n
quorum w1"""

    policy = parse_policy(text)

    assert policy.founding == b"\xab" * 32
    assert policy.logs == (LOG_KEY,)
    assert accepts(policy, 1)
    assert not accepts(policy)


def test_only_a_log_of_the_policy_speaks_and_only_for_itself() -> None:
    other = vkey_of("other.example.org", ED25519, bytes(32))
    policy = parse_policy(f"log {format_vkey(other)}\nquorum none\n")
    with pytest.raises(NotTrusted):
        policy.check(cosigned(1))
    body = format_checkpoint(HEAD)  # our origin, signed by the other log
    with pytest.raises(NotTrusted):
        policy.check(parse_note(f"{body}\n{sign_note(body, other.name, bytes(32))}"))
    both = parse_policy(f"{LOG}log {format_vkey(other)}\nquorum none\n")
    assert both.check(cosigned()) == HEAD
    with pytest.raises(NotTrusted):
        both.check(parse_note(f"{body}\n{sign_note(body, other.name, bytes(32))}"))
    with pytest.raises(NotTrusted):
        parse_policy("quorum none\n").check(cosigned())


def test_a_forged_cosignature_spoils_the_checkpoint_even_where_others_would_do() -> None:
    note = cosigned(1, 2)
    forged = note.signatures[2]._replace(blob=note.signatures[1].blob)
    policy = parse_policy(LOG + WITNESSES + "quorum w1\n")
    with pytest.raises(InvalidSignature):
        policy.check(Note(note.text, (*note.signatures[:2], forged)))


def test_a_text_that_is_no_checkpoint_is_not_accepted_though_it_is_signed() -> None:
    note = parse_note("text\n\n" + sign_note("text\n", ORIGIN, LOG_SEED))
    with pytest.raises(MalformedNote):
        parse_policy(LOG + "quorum none\n").check(note)


@pytest.mark.parametrize(
    "text",
    [
        "",
        LOG,
        "quorum w1\n",
        "quorum none none\n",
        "quorum none\nquorum none\n",
        "Quorum none\n",
        "log\nquorum none\n",
        f"{LOG.strip()} https://a https://b\nquorum none\n",
        f"log {format_vkey(WITNESS_KEY)}\nquorum none\n",
        f"witness a {format_vkey(LOG_KEY)}\nquorum none\n",
        f"{LOG}{LOG}quorum none\n",
        LOG[:-2] + "\nquorum none\n",
        f"quorum w1\n{WITNESSES}",
        f"{WITNESSES}{witness_line(7, 'w1')}quorum w1\n",
        f"{WITNESSES}{witness_line(1, 'again')}quorum w1\n",
        f"{LOG}witness a {format_vkey(vkey_of('a.example', COSIGNATURE, LOG_SEED))}\nquorum a\n",
        f"{witness_line(1, 'none')}quorum none\n",
        f"{WITNESSES}group none any w1\nquorum none\n",
        f"{WITNESSES}group w1 any w2\nquorum w1\n",
        f"{WITNESSES}group g any\nquorum g\n",
        f"{WITNESSES}group g 0 w1\nquorum g\n",
        f"{WITNESSES}group g 2 w1\nquorum g\n",
        f"{WITNESSES}group g 01 w1\nquorum g\n",
        f"{WITNESSES}group g ١ w1\nquorum g\n",
        f"{WITNESSES}group g 2 w1 w1\nquorum g\n",
        f"{WITNESSES}group g any none\nquorum g\n",
        f"{WITNESSES}group g any g\nquorum g\n",
        f"{WITNESSES}group g any h\ngroup h any w1\nquorum g\n",
        f"{WITNESSES}group g any w1\ngroup h any w1\nquorum h\n",
        f"{WITNESSES}group g any w1\ngroup g any w2\nquorum g\n",
        f"{LOG}quorum\u00a0none\n",
        f"{LOG}quorum none\r\n",
        f"{LOG}# \x7f\nquorum none\n",
        f"#founding {'ab' * 31}\n{LOG}quorum none\n",
        f"#founding {'AB' * 32}\n{LOG}quorum none\n",
        f"#founding\n{LOG}quorum none\n",
        f"#founding {'ab' * 32}\n#founding {'cd' * 32}\n{LOG}quorum none\n",
    ],
)
def test_a_policy_that_can_be_doubted_is_refused(text: str) -> None:
    with pytest.raises(MalformedNote):
        parse_policy(text)


def test_no_flipped_bit_in_a_policy_is_accepted() -> None:
    def accept(text: str) -> Checkpoint:
        return parse_policy(text).check(parse_note(signed_checkpoint(HEAD)))

    assert accept(POLICY) == HEAD
    for data in flipped_bits(POLICY.encode()):
        check_refuses(accept, data)


@given(st.text() | mutations(POLICY) | mutations(LOG + WITNESSES + "group g 2 w1 w2 w3\nquorum g\n"))
@settings(deadline=None, max_examples=300)
def test_only_our_error_leaves_the_parser(text: str) -> None:
    try:
        policy = parse_policy(text)
    except LogError:
        return
    assert policy.quorum in {"none", *policy.witnesses, *policy.groups}
