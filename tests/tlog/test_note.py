"""Notes, keys, checkpoints and cosignatures: one form each, and nothing else verifies."""

from base64 import b64encode
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.tlog.checkpoint import Checkpoint, cosign, format_checkpoint, open_checkpoint, parse_checkpoint
from ledger.tlog.errors import InvalidSignature, LogError, MalformedNote, NotTrusted
from ledger.tlog.note import (
    COSIGNATURE,
    ED25519,
    Note,
    NoteSignature,
    Vkey,
    format_note,
    format_vkey,
    parse_note,
    parse_vkey,
    sign_note,
    verify_note,
)
from ledger.tlog.tree import EMPTY_ROOT
from tests.tlog.examples import (
    LOG_KEY,
    LOG_SEED,
    ORIGIN,
    TIME,
    WITNESS,
    WITNESS_KEY,
    WITNESS_SEED,
    mutations,
    signed_checkpoint,
    vkey_of,
)

HEAD: Final = Checkpoint(ORIGIN, 3, bytes(range(32)))
LOW_ORDER: Final = bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")

hashes = st.binary(min_size=32, max_size=32)
words = st.text(st.characters(exclude_categories=["Cc", "Cs", "Z"], exclude_characters="+"), min_size=1)
lines = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1)
texts = st.lists(lines, min_size=1, max_size=4).map(lambda some: "".join(f"{line}\n" for line in some))
signatures = st.builds(NoteSignature, words, st.binary(min_size=4, max_size=4), st.binary(max_size=80))
notes = st.builds(Note, texts, st.lists(signatures, min_size=1, max_size=4).map(tuple))
checkpoints = st.builds(
    Checkpoint,
    st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1),
    st.integers(1, 2**63 - 1),
    hashes,
) | st.just(Checkpoint(ORIGIN, 0, EMPTY_ROOT))
vkeys = st.builds(
    vkey_of,
    st.from_regex(r"[a-z0-9./-]+", fullmatch=True),
    st.sampled_from([ED25519, COSIGNATURE]),
    hashes,
)


@given(notes)
def test_a_note_comes_back_as_it_was(note: Note) -> None:
    assert parse_note(format_note(note)) == note


@given(checkpoints)
def test_a_checkpoint_comes_back_as_it_was(checkpoint: Checkpoint) -> None:
    assert parse_checkpoint(format_checkpoint(checkpoint)) == checkpoint


@given(vkeys)
def test_a_key_comes_back_as_it_was(vkey: Vkey) -> None:
    assert parse_vkey(format_vkey(vkey)) == vkey


@given(st.text() | mutations(signed_checkpoint(HEAD)) | notes.map(format_note).flatmap(mutations))
def test_every_other_note_is_refused_or_is_the_one_form(text: str) -> None:
    try:
        note = parse_note(text)
    except LogError:
        return
    assert format_note(note) == text


@given(st.text() | mutations(format_checkpoint(HEAD)))
def test_every_other_checkpoint_is_refused_or_is_the_one_form(text: str) -> None:
    try:
        checkpoint = parse_checkpoint(text)
    except LogError:
        return
    assert format_checkpoint(checkpoint) == text


@given(st.text() | mutations(format_vkey(LOG_KEY)))
def test_every_other_key_is_refused(text: str) -> None:
    """A vkey carries a hash of itself: no change of it is a key."""
    if text != format_vkey(LOG_KEY):
        with pytest.raises(MalformedNote):
            parse_vkey(text)


LINE: Final = sign_note("text\n", ORIGIN, LOG_SEED)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "text\n",
        "text\n\n",
        f"\n\n{LINE}",
        f"\ntext\n\n{LINE}",
        f"two\n\ntexts\n\n{LINE}",
        f"text\n{LINE}",
        f"text\n\n\n{LINE}",
        f"text\n\n{LINE}\n",
        f"text\n\n{LINE[:-1]}",
        f"te\txt\n\n{LINE}",
        f"te\rxt\n\n{LINE}",
        f"te\ud800xt\n\n{LINE}",
        f"text\n\n{LINE.replace('—', '-')}",
        f"text\n\n{LINE.replace(' ', '  ')}",
        f"text\n\n{LINE.replace(ORIGIN, 'a+b')}",
        "text\n\n" + LINE.replace(ORIGIN, "a\u00a0b"),
        f"text\n\n{LINE[:-2]}\n",
        "text\n\n— a AAA=\n",
        "text\n\n— a AAAAAB==\n",
        f"text\n\n{LINE * 101}",
    ],
)
def test_what_is_no_note_is_refused(text: str) -> None:
    with pytest.raises(MalformedNote):
        parse_note(text)


def test_a_hundred_signatures_and_long_ones_are_passed_over() -> None:
    other = f"— post.example.org/quantum {b64encode(bytes(2428)).decode()}\n"
    note = parse_note(f"text\n\n{LINE}{other * 99}")

    assert verify_note(note, [LOG_KEY]) == [LOG_KEY]


ROOT: Final = "A" * 43 + "="


@pytest.mark.parametrize("size", ["", "-1", "+1", " 1", "1_0", "01", "١", "1.0", "0", str(2**63), "9" * 5000])
def test_what_is_no_size_is_refused(size: str) -> None:
    with pytest.raises(MalformedNote):
        parse_checkpoint(f"a\n{size}\n{ROOT}\n")


@pytest.mark.parametrize(
    "root", ["", ROOT[1:], ROOT[:-1], ROOT[:-2] + "==", ROOT[:-2] + "B=", "A" * 44, "-" + ROOT[1:]]
)
def test_what_is_no_root_is_refused(root: str) -> None:
    with pytest.raises(MalformedNote):
        parse_checkpoint(f"a\n1\n{root}\n")


@pytest.mark.parametrize(
    "body",
    [
        "",
        "a\n1\n",
        f"a\n1\n{ROOT}",
        f"\n1\n{ROOT}\n",
        f"a\n1\n{ROOT}\nextension\n",
        f"a\r\n1\r\n{ROOT}\r\n",
        f"\u00e9\n1\n{ROOT}\n",
        f"\ud800\n1\n{ROOT}\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(body: str) -> None:
    with pytest.raises(MalformedNote):
        parse_checkpoint(body)


@pytest.mark.parametrize(
    "vkey",
    [
        LOG_KEY._replace(name=""),
        LOG_KEY._replace(name="Upper.example.org"),
        LOG_KEY._replace(name="a b"),
        LOG_KEY._replace(name="a\n"),
        LOG_KEY._replace(name="พยาน"),
        LOG_KEY._replace(kind=2),
        LOG_KEY._replace(kind=6),
        LOG_KEY._replace(key=LOG_KEY.key[:-1]),
        LOG_KEY._replace(key=bytes(32)),
        LOG_KEY._replace(key=LOW_ORDER),
    ],
)
def test_unsafe_keys_and_foreign_names_are_no_keys(vkey: Vkey) -> None:
    with pytest.raises(MalformedNote):
        format_vkey(vkey)


def test_only_known_keys_count_and_each_once() -> None:
    text = signed_checkpoint(HEAD)
    note = parse_note(text)
    twice = parse_note(text + text.split("\n\n")[1])

    assert verify_note(note, [WITNESS_KEY, LOG_KEY]) == [LOG_KEY, WITNESS_KEY]
    assert verify_note(twice, [LOG_KEY, WITNESS_KEY]) == [LOG_KEY, WITNESS_KEY]
    assert verify_note(note, [WITNESS_KEY]) == [WITNESS_KEY]
    assert verify_note(note, []) == []
    assert verify_note(note, [LOG_KEY._replace(name="other.example.org")]) == []
    assert verify_note(note, [LOG_KEY._replace(kind=COSIGNATURE)]) == []


def test_a_line_under_a_known_name_must_be_its_own() -> None:
    body = format_checkpoint(HEAD)
    for line in (
        sign_note("another text\n", ORIGIN, LOG_SEED),
        sign_note(body, ORIGIN, LOG_SEED)[:-6] + "AAAA=\n",
    ):
        with pytest.raises(InvalidSignature):
            verify_note(parse_note(f"{body}\n{line}"), [LOG_KEY])


@pytest.mark.parametrize("length", [0, 8, 63, 65, 71, 72, 73])
@pytest.mark.parametrize("vkey", [LOG_KEY, WITNESS_KEY])
def test_a_signature_of_another_length_or_of_zeros_does_not_verify(length: int, vkey: Vkey) -> None:
    note = Note("text\n", (NoteSignature(vkey.name, vkey.key_hash, bytes(length)),))
    with pytest.raises(InvalidSignature):
        verify_note(note, [vkey])


def test_a_key_of_one_kind_makes_no_signature_of_the_other() -> None:
    body = format_checkpoint(HEAD)
    [plain] = parse_note(f"{body}\n{sign_note(body, ORIGIN, LOG_SEED)}").signatures
    [timed] = parse_note(f"{body}\n{cosign(body, TIME, ORIGIN, LOG_SEED)}").signatures
    for vkey, blob in ((LOG_KEY, timed.blob), (LOG_KEY._replace(kind=COSIGNATURE), plain.blob)):
        with pytest.raises(InvalidSignature):
            verify_note(Note(body, (NoteSignature(ORIGIN, vkey.key_hash, blob),)), [vkey])


def test_the_time_of_a_cosignature_is_signed() -> None:
    body = format_checkpoint(HEAD)
    [signature] = parse_note(f"{body}\n{cosign(body, TIME, WITNESS, WITNESS_SEED)}").signatures
    later = signature._replace(blob=(TIME + 1).to_bytes(8, "big") + signature.blob[8:])

    assert int.from_bytes(signature.blob[:8], "big") == TIME
    assert len(signature.key_hash + signature.blob) == 76
    with pytest.raises(InvalidSignature):
        verify_note(Note(body, (later,)), [WITNESS_KEY])


def test_a_witness_signs_nothing_but_checkpoints() -> None:
    with pytest.raises(MalformedNote):
        cosign("text\n", TIME, WITNESS, WITNESS_SEED)


def test_no_line_is_made_that_could_not_be_read() -> None:
    for text, name in (("no last newline", ORIGIN), ("two\n\ntexts\n", ORIGIN), ("text\n", "two words")):
        with pytest.raises(MalformedNote):
            sign_note(text, name, LOG_SEED)


def test_a_checkpoint_opens_with_the_key_of_its_own_log_alone() -> None:
    text = signed_checkpoint(HEAD)

    assert open_checkpoint(text, LOG_KEY) == HEAD
    with pytest.raises(NotTrusted):
        open_checkpoint(text, LOG_KEY._replace(name="other.example.org"))
    body = format_checkpoint(HEAD._replace(origin="other.example.org"))
    with pytest.raises(NotTrusted):  # signed by this key, but for another log
        open_checkpoint(f"{body}\n{sign_note(body, ORIGIN, LOG_SEED)}", LOG_KEY)
    with pytest.raises(NotTrusted):  # a cosignature is no signature of the log
        open_checkpoint(
            f"{format_checkpoint(HEAD)}\n{cosign(format_checkpoint(HEAD), TIME, ORIGIN, LOG_SEED)}", LOG_KEY
        )


@given(st.integers(0, 2**64 - 1), checkpoints)
@settings(deadline=None)
def test_what_a_witness_signs_verifies(time: int, checkpoint: Checkpoint) -> None:
    body = format_checkpoint(checkpoint)
    note = parse_note(f"{body}\n{cosign(body, time, WITNESS, WITNESS_SEED)}")

    assert verify_note(note, [WITNESS_KEY]) == [WITNESS_KEY]
