"""Keys of programs: let in by whoever keeps the ledger, kept apart from keys that sign, out at once."""

import json
import subprocess
import sys
from base64 import b64decode, b64encode
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from http_message_signatures import HTTPMessageVerifier, HTTPSignatureAlgorithm, MappingKeyResolver

from api.problems import Problem
from api.sessions import Session, Sessions
from benchmarks.fixture import ORIGIN, now, statements
from ledger.application.admission import Admission, Link, Program, read_public, signs
from ledger.application.assembly import open_ledger
from ledger.application.enrolment import enrol_key
from ledger.application.errors import KeyFileError, NotAdmitted
from ledger.application.keyring import Holder, Keyring
from ledger.application.signing_in import SIGN_IN_TYPE
from ledger.domain.codes import Custody
from ledger.domain.directory import RegistryState
from ledger.signing.dsse import STATEMENT_TYPE, Envelope, format_envelope, pae, parse_envelope
from ledger.signing.errors import Malformed
from ledger.signing.keys import SigningKey
from tests.acceptance.conftest import Shell
from tests.api.clients import ONE, body_of, members_of
from tests.api.conftest import Desk
from tests.api.programs import Sent, signed
from tests.api.signing_in import built
from tests.api.test_statements import problem
from tests.docs.pages import ROOT
from tests.support.founding import founded
from tests.support.served import free_port, serving

KEY = SigningKey(b"payroll's own key, and nothing's")
URL = "http://ledger.test/session"


def registry_of(desk: Desk) -> RegistryState:
    registry: RegistryState = desk.client.app.state.ledger.registry()  # type: ignore[attr-defined]
    return registry


def program_of(desk: Desk, key: SigningKey = KEY, name: str = "payroll") -> Program:
    return Program(name, desk.signers.actors[0], key.public.hex())


def pem(key: SigningKey) -> str:
    public = Ed25519PrivateKey.from_private_bytes(key.seed).public_key()
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def test_a_program_is_in_from_its_admission_to_its_removal(desk: Desk) -> None:
    def ask(nonce: str) -> object:
        return signed(Sent("GET", URL), KEY, ORIGIN, now(), nonce=nonce * 22).through(desk.client)

    problem(ask("A"), 401, "program_unknown")
    admission = Admission(desk.settings.keys)
    admission.add(program_of(desk), registry_of(desk))
    assert ask("B").status_code == 200  # type: ignore[attr-defined]
    admission.remove("payroll")
    problem(ask("C"), 401, "program_unknown")


def test_what_a_program_follows_ends_with_its_signature_and_with_its_removal(desk: Desk) -> None:
    """A stream asks again at each entry, long after the request was let in."""
    sessions: Sessions = desk.client.app.state.sessions  # type: ignore[attr-defined]
    admission, program = Admission(desk.settings.keys), program_of(desk)
    until = (now() + timedelta(minutes=5)).isoformat()
    follows = Session(program.actor, program.id, until, "program")
    over = follows._replace(expires=(now() - timedelta(seconds=1)).isoformat())

    def ended(session: Session) -> None:
        with pytest.raises(Problem, match="session_ended"):
            sessions.check(session)

    ended(follows)
    admission.add(program, registry_of(desk))
    sessions.check(follows)
    ended(over)
    ended(follows._replace(actor=desk.signers.actors[1]))
    admission.remove("payroll")
    ended(follows)


def test_no_key_that_signs_for_the_ledger_is_a_programs(small: Desk) -> None:
    """Not of a statement, nor a founder's, nor the next one of somebody, nor the log's own."""
    keyring, registry = Keyring(small.settings.keys), registry_of(small)
    log = SigningKey(keyring.existing_secret("log"))
    for key in (
        *small.signers.keys,
        *(keyring.load(name).key for name in ("root-1", "root-5", "registrar", "intake")),
        keyring.load("registrar").following,
        log,
    ):
        assert signs(registry, key.public)
        with pytest.raises(NotAdmitted, match="a key of its own"):
            Admission(small.settings.keys).add(program_of(small, key), registry)
    assert not signs(registry, KEY.public)
    assert not (small.settings.keys / "programs.json").exists()


def test_a_statement_key_signs_no_request_though_it_was_let_in_past_the_check(desk: Desk) -> None:
    """Whoever writes into the file by hand, or enrols the key afterwards, ends the program."""
    key = SigningKey(b"first a program's key, then not.")
    admission, registrar = Admission(desk.settings.keys), Keyring(desk.settings.keys).load("registrar")
    admission.add(program_of(desk, key), registry_of(desk))
    sent = signed(Sent("GET", URL), key, ORIGIN, now(), nonce="D" * 22)
    assert sent.through(desk.client).status_code == 200

    holder = Holder(name="x", actor=desk.signers.actors[1], key=key, following=SigningKey(bytes(32)))
    stream = desk.client.app.state.ledger.registry_stream  # type: ignore[attr-defined]
    enrolled = enrol_key(desk.signers.author, stream, holder, custody=Custody.SELF, grantors=[registrar])
    assert desk.client.post("/statements", content=body_of(enrolled), headers=ONE).status_code == 201
    sent = signed(Sent("GET", URL), key, ORIGIN, now(), nonce="E" * 22)
    problem(sent.through(desk.client), 401, "program_key")


def test_a_program_signs_no_statement(small: Desk) -> None:
    wanted = members_of(statements(small.signers, 1, seed=47)[0])
    statement = small.signers.sign(wanted, [KEY])
    Admission(small.settings.keys).add(program_of(small, name="signs-nothing"), registry_of(small))
    answer = small.client.post("/statements", content=statement.envelope, headers=ONE)
    problem(answer, 422, "key_unknown")
    Admission(small.settings.keys).remove("signs-nothing")


def test_no_signature_of_a_request_is_one_of_a_statement_or_a_sign_in(small: Desk) -> None:
    """An official whose key was made to sign a request, by mistake or by a lure, has said nothing by it.

    A request is signed as lines that begin with a quotation mark, an envelope as bytes that begin with the
    name of its own kind: no text is both.
    """
    key = small.signers.keys[0]
    sent = signed(Sent("GET", URL), key, ORIGIN, now(), nonce="F" * 22)
    problem(sent.through(small.client), 401, "program_unknown")
    signature = b64decode(sent.headers["Signature"].partition(":")[2].rstrip(":"))
    said = parse_envelope(built(ORIGIN, now(), key), payload_type=SIGN_IN_TYPE).payload
    decision = small.signers.sign(members_of(statements(small.signers, 1, seed=53)[0]), [key])
    decided = parse_envelope(decision.envelope).payload
    for kind, payload, path, status in (
        (SIGN_IN_TYPE, said, "/sessions", 401),
        (STATEMENT_TYPE, decided, "/statements", 422),
    ):
        lured = Envelope(payload, kind, ((key.id, signature),))
        problem(small.client.post(path, content=format_envelope(lured), headers=ONE), status, "sig_invalid")
        assert pae(kind, payload).startswith(b"DSSEv1 ")
    assert base_of(sent, key).startswith(b'"@method": GET\n')


def base_of(sent: Sent, key: SigningKey) -> bytes:
    """The bytes that were signed of ``sent``, as whoever checks builds them."""
    seen: list[bytes] = []

    class Keeps(HTTPSignatureAlgorithm):
        algorithm_id = "ed25519"

        def __init__(self, public_key: bytes) -> None:
            pass

        def verify(self, signature: bytes, message: bytes) -> None:
            seen.append(message)

    known = MappingKeyResolver(public_keys={key.id: key.public}, private_keys={})
    HTTPMessageVerifier(signature_algorithm=Keeps, key_resolver=known).verify(sent)
    return seen[0]


def test_a_name_a_key_and_an_actor_are_looked_at_before_anything_is_kept(small: Desk, tmp_path: Path) -> None:
    admission, registry = Admission(tmp_path), registry_of(small)
    admission.add(program_of(small), registry)
    other = SigningKey(bytes(32))
    for refused in (
        program_of(small),
        program_of(small, other),
        program_of(small, name="second"),
        Program("third", "actor/5a11dead-0000-4000-8000-000000000001", other.public.hex()),
    ):
        with pytest.raises(NotAdmitted):
            admission.add(refused, registry)
    with pytest.raises(Malformed) as weak:
        admission.add(Program("fourth", small.signers.actors[0], bytes(32).hex()), registry)
    assert weak.value.code == "key_weak"
    with pytest.raises(NotAdmitted):
        admission.remove("second")
    assert list(admission.programs()) == [KEY.id]


def test_a_link_names_an_actor_with_a_mandate_and_is_taken_out_again(small: Desk, tmp_path: Path) -> None:
    admission, (one, two) = Admission(tmp_path), small.signers.actors
    issuer = "https://id.example.org"
    admission.link(Link(issuer, "somsri", one), registry_of(small))
    admission.link(Link(issuer, "somsri", two), registry_of(small))
    admission.link(Link("https://other.example.org", "somsri", one), registry_of(small))
    assert [link.actor for link in admission.links().values()] == [two, one]
    with pytest.raises(NotAdmitted):
        admission.link(Link(issuer, "x", "actor/5a11dead-0000-4000-8000-000000000001"), registry_of(small))
    admission.unlink(issuer, "somsri")
    with pytest.raises(NotAdmitted):
        admission.unlink(issuer, "somsri")
    assert [link.actor for link in admission.links().values()] == [one]


@pytest.mark.parametrize("text", ["", "{", "[[1, 2]]", "[7]", '{"a": 1}'])
def test_a_file_that_is_none_of_ours_lets_nobody_in(tmp_path: Path, text: str) -> None:
    (tmp_path / "programs.json").write_text(text)
    with pytest.raises(KeyFileError):
        Admission(tmp_path).programs()


def test_a_public_key_is_read_as_openssl_prints_it_and_nothing_else_is() -> None:
    good = pem(KEY)
    assert read_public(good) == read_public(good.rstrip("\n")) == KEY.public.hex()
    other = (
        X25519PrivateKey.generate().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    )
    for text in (
        *("", "x", good[1:], good + good, good.replace("PUBLIC", "PRIVATE"), other.decode()),
        good.replace(good.splitlines()[1], b64encode(KEY.public).decode()),
    ):
        with pytest.raises(Malformed) as wrong:
            read_public(text)
        assert wrong.value.code == "key_weak"


def test_the_command_line_lets_programs_and_officials_in_and_out(desk: Desk, tmp_path: Path) -> None:
    shell, actor = Shell(tmp_path, desk.settings.ledger_db), desk.signers.actors[0]
    (tmp_path / "payroll.pem").write_text(pem(KEY))
    shell.done("program", "add", "payroll", "payroll.pem", "--actor", actor)
    assert shell.run("program", "add", "payroll", "payroll.pem", "--actor", actor).code == 2
    listed = json.loads(shell.done("program", "list", "--json").out)
    assert listed == [{"name": "payroll", "actor": actor, "key_id": KEY.id}]
    assert shell.done("program", "list").out == f"payroll: {actor}, key {KEY.id}\n"
    shell.done("program", "remove", "payroll")
    assert shell.done("program", "list", "--json").out == "[]\n"

    issuer = ("--issuer", "https://id.example.org")
    shell.done("sso", "link", "somsri", actor, *issuer)
    (listed,) = json.loads(shell.done("sso", "list", "--json").out)
    assert (listed["subject"], listed["actor"]) == ("somsri", actor)
    assert shell.done("sso", "list").out.endswith(f"somsri at https://id.example.org is {actor}\n")
    shell.done("sso", "unlink", "somsri", *issuer)
    assert shell.run("sso", "unlink", "somsri", *issuer).code == 2
    assert shell.run("sso", "link", "somsri", actor).code == 2  # of which provider, nobody said


def test_the_example_of_the_documentation_reads_from_a_server(tmp_path: Path) -> None:
    settings, signers = founded(tmp_path, importers=2)
    private = Ed25519PrivateKey.generate()
    secret = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    public = private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (tmp_path / "program.pem").write_bytes(secret)
    with open_ledger(settings, now) as ledger:
        program = Program("payroll", signers.actors[0], read_public(public.decode()))
        Admission(settings.keys).add(program, ledger.registry())
    with serving(tmp_path, settings, port := free_port()):
        command = [sys.executable, str(ROOT / "docs/examples/ask.py"), f"http://127.0.0.1:{port}/session"]
        asked = subprocess.run(
            [*command, "program.pem", ORIGIN], cwd=tmp_path, capture_output=True, check=True
        )
    members = json.loads(asked.stdout)
    assert (members["actor"], members["by"]) == (signers.actors[0], "program")
