"""Where the server's settings come from, and what is said of a wrong one."""

import json
from pathlib import Path

import pytest

from api.settings import PREFIX, ServerSettings, read
from ledger.application.errors import SettingInvalid, SettingMissing

SECRET = "invented-password"  # noqa: S105 - of nobody


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ServerSettings.model_fields:
        monkeypatch.delenv(f"{PREFIX}{name.upper()}", raising=False)


def test_an_option_wins_over_a_variable_and_that_over_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "phayan_port").write_text("8001\n")
    credentials = {"CREDENTIALS_DIRECTORY": str(tmp_path)}
    assert read({}).port == 8000
    assert read(credentials).port == 8001
    monkeypatch.setenv("PHAYAN_PORT", "8002")
    assert read(credentials).port == 8002
    assert read(credentials, port=8003).port == 8003
    assert read(credentials, port=None).port == 8002


def test_an_empty_variable_counts_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHAYAN_METRICS", "")
    assert read({}).metrics is None


def test_lists_are_divided_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHAYAN_INTAKE", "intake, desk-2")
    monkeypatch.setenv("PHAYAN_TRUSTED_PROXIES", "127.0.0.1,10.0.0.0/8")
    settings = read({})
    assert settings.intake == ("intake", "desk-2")
    assert [str(one) for one in settings.trusted_proxies] == ["127.0.0.1/32", "10.0.0.0/8"]


def test_nobody_is_believed_about_addresses_unless_named() -> None:
    assert read({}).trusted_proxies == ()


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("port", "0"),
        ("port", "๘๐๐๐"),
        ("workers", "65"),
        ("public_entries", SECRET),
        ("intake", "../keys"),
        ("trusted_proxies", "0.0.0.0/0"),
        ("trusted_proxies", "::/0"),
        ("trusted_proxies", "*"),
        ("log_format", "xml"),
        ("metrics", "0.0.0.0:9100"),
        ("metrics", "127.0.0.1"),
        ("metrics", "127.0.0.1:70000"),
        ("vault_db", SECRET),
        ("demonstration", "perhaps"),
    ],
)
def test_a_wrong_setting_is_told_by_name_with_what_is_right_and_never_its_value(
    name: str, wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"{PREFIX}{name.upper()}", wrong)
    with pytest.raises(SettingInvalid) as caught:
        read({})
    sentence = str(caught.value)
    assert sentence == (
        f"{PREFIX}{name.upper()} or --{name.replace('_', '-')} takes "
        f"{ServerSettings.model_fields[name].description}"
    )
    assert caught.value.__context__ is None  # a traceback would show what was there


@pytest.mark.parametrize("address", ["127.0.0.1:9100", "[::1]:9100"])
def test_metrics_are_for_this_machine(address: str) -> None:
    assert read({}, metrics=address).metrics == address


def test_the_databases_are_those_of_every_command(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read({}).ledger.vault_db == "sqlite:///phayan-vault.db"
    with pytest.raises(SettingMissing, match="PHAYAN_VAULT_DB"):
        _ = read({}, db="postgresql+psycopg://db.example.org/ledger").ledger


def test_what_is_shown_holds_no_secret() -> None:
    settings = read(
        {},
        db=f"postgresql+psycopg://ledger:{SECRET}@db1.example.org/ledger?sslpassword={SECRET}",
        vault_db=f"postgresql+psycopg://db2.example.org/vault?password={SECRET}",
        key_db="sqlite:///data-keys.db",
        blobs=f"s3://key:{SECRET}@blobs.example.org/phayan",
    )
    shown = settings.shown()
    assert SECRET not in json.dumps(shown)
    assert shown["db"] == "postgresql+psycopg://db1.example.org/ledger"
    assert shown["key_db"] == "sqlite:///data-keys.db"
    assert shown["blobs"] == "s3://blobs.example.org/phayan"
    assert SECRET in settings.model_dump_json()  # without the cleaning it would be shown


def test_every_member_says_what_is_right() -> None:
    for name, member in ServerSettings.model_fields.items():
        assert member.description, name
