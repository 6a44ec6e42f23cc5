"""The settings of single sign-on: which identity provider is believed, and who we are to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from ledger.application.errors import SettingMissing

BACK: Final = "/sso/back"


@dataclass(frozen=True, slots=True, kw_only=True)
class SingleSignOn:
    """The provider, who we are to it, where it sends people back to, and our secret there if there is one."""

    issuer: str
    client: str
    redirect: str
    secret: str | None = field(default=None, repr=False)

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> "SingleSignOn | None":
        """Return what the variables ``PHAYAN_SSO_…`` say; None if there are none.

        Raises:
            SettingMissing: One is missing or wrong, or the extra ``sso`` is not installed.
            OSError: The file of the secret cannot be read.
        """
        said = {
            name: environment.get(f"PHAYAN_SSO_{name.upper()}", "")
            for name in ("issuer", "client", "redirect")
        }
        if not any(said.values()):
            return None
        for name, value in said.items():
            if not value or (name != "client" and not is_safe(value)):
                raise SettingMissing(
                    f"PHAYAN_SSO_{name.upper()} is missing or no https address: "
                    "single sign-on needs issuer, client and redirect"
                )
        if urlsplit(said["redirect"]).path != BACK:
            raise SettingMissing(f"PHAYAN_SSO_REDIRECT is the address of this server, with the path {BACK}")
        if find_spec("joserfc") is None:
            raise SettingMissing("single sign-on needs an extra: install phayan[sso]")
        file = environment.get("PHAYAN_SSO_SECRET_FILE")
        return cls(**said, secret=Path(file).read_text(encoding="utf-8").strip() if file else None)

    @property
    def cookie(self) -> str:
        """Return the name of the cookie that ties a beginning to its browser: over TLS, to one host."""
        return "__Host-phayan-sso" if self.secure else "phayan-sso"

    @property
    def secure(self) -> bool:
        """Return whether people come back over TLS."""
        return self.redirect.startswith("https:")


def is_safe(url: object) -> bool:
    """Return whether ``url`` is an address over TLS, or one that does not leave this machine."""
    try:
        parts = urlsplit(url if isinstance(url, str) else "")
        host = parts.hostname or ""
        plain = parts.scheme == "http" and (host == "localhost" or ip_address(host).is_loopback)
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or plain) and not parts.fragment and not parts.username
