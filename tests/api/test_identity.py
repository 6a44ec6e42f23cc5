"""The settings of single sign-on: three addresses and names that belong together, and none without TLS."""

from pathlib import Path

import pytest

from api.identity import SingleSignOn, is_safe
from ledger.application.errors import SettingMissing

CLIENT = "phayan"
GOOD = {
    "PHAYAN_SSO_ISSUER": "https://id.example.org",
    "PHAYAN_SSO_CLIENT": CLIENT,
    "PHAYAN_SSO_REDIRECT": "https://ledger.example.org/sso/back",
}


def test_the_settings_are_three_and_a_file(tmp_path: Path) -> None:
    assert SingleSignOn.of({}) is None
    found = SingleSignOn.of(GOOD)
    assert found is not None
    assert (found.issuer, found.client, found.secret) == ("https://id.example.org", CLIENT, None)
    (tmp_path / "secret").write_text("invented\n")
    with_secret = SingleSignOn.of(GOOD | {"PHAYAN_SSO_SECRET_FILE": str(tmp_path / "secret")})
    assert with_secret is not None
    assert with_secret.secret == (tmp_path / "secret").read_text().strip()
    assert "invented" not in repr(with_secret)


@pytest.mark.parametrize(
    "change",
    [
        *({name: ""} for name in GOOD),
        {"PHAYAN_SSO_ISSUER": "http://id.example.org"},
        {"PHAYAN_SSO_ISSUER": "id.example.org"},
        {"PHAYAN_SSO_REDIRECT": "https://ledger.example.org/elsewhere"},
        {"PHAYAN_SSO_REDIRECT": "http://ledger.example.org/sso/back"},
    ],
)
def test_half_a_setting_or_one_without_tls_is_told_at_the_start(change: dict[str, str]) -> None:
    with pytest.raises(SettingMissing):
        SingleSignOn.of(GOOD | change)


def test_without_the_extra_the_setting_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.identity.find_spec", lambda _name: None)
    with pytest.raises(SettingMissing, match="phayan\\[sso\\]"):
        SingleSignOn.of(GOOD)


def test_an_address_is_safe_over_tls_or_where_it_does_not_leave_the_machine() -> None:
    for safe in ("https://a.example", "http://127.0.0.1:1/x", "http://[::1]/", "http://localhost:80"):
        assert is_safe(safe)
    for unsafe in (
        *("http://a.example", "http://localhost.a.example", "http://10.0.0.1", "ftp://127.0.0.1", "https://"),
        *(
            "",
            None,
            7,
            "https://u@a.example",
            "https://a.example#x",
            "http://127.0.0.1.a.example",
            "https://[",
        ),
    ):
        assert not is_safe(unsafe)
