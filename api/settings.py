"""What ``phayan serve`` needs to know: from its options, then the environment, then files of credentials.

Every member is the variable ``PHAYAN_`` and its name in capitals, and a file of that name in the folder that
``CREDENTIALS_DIRECTORY`` names (systemd makes it). An empty variable counts as none.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from ipaddress import IPv4Network, IPv6Network, ip_address
from pathlib import Path
from typing import Annotated, Any, Final, Literal, TypeAlias
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict, SettingsError

from ledger.application.errors import SettingInvalid
from ledger.application.settings import DEFAULT_DB, DEFAULT_KEYS, Settings
from ledger.store.engines import Patience

PREFIX: Final = "PHAYAN_"
MOST_WORKERS: Final = 64
PATIENCE: Final = Patience(lock_timeout=2.0, statement_timeout=5.0)


def _listed(given: object) -> object:
    """Return the parts of a text that commas divide; anything else as it is."""
    if not isinstance(given, str):
        return given
    return tuple(part.strip() for part in given.split(",") if part.strip())


def _few(networks: tuple[IPv4Network | IPv6Network, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    """Refuse to believe everybody: whoever may name an address for others evades every limit."""
    if any(network.prefixlen == 0 for network in networks):
        raise ValueError
    return networks


def _loopback(address: str) -> str:
    """Refuse a place that another machine reaches: counts over time tell when somebody filed."""
    host, _, port = address.rpartition(":")
    reachable = not ip_address(host.strip("[]")).is_loopback
    if reachable or not re.fullmatch("[0-9]{1,5}", port) or not 1 <= int(port) <= 65_535:
        raise ValueError
    return address


Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
Names: TypeAlias = Annotated[tuple[Name, ...], NoDecode, BeforeValidator(_listed)]
Networks: TypeAlias = Annotated[
    tuple[IPv4Network | IPv6Network, ...], NoDecode, BeforeValidator(_listed), AfterValidator(_few)
]
Url = Annotated[str, Field(pattern=r"^[a-z0-9+]+://")]
Port = Annotated[int, Field(ge=1, le=65_535)]


class ServerSettings(BaseSettings):
    """Where the ledger is, where it is served, and how. The description of a member says what is right."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, frozen=True, hide_input_in_errors=True
    )

    db: Url = Field(DEFAULT_DB, description="the URL of the ledger's database")
    vault_db: Url | None = Field(None, description="the URL of the vault's database")
    key_db: Url | None = Field(None, description="the URL of the data keys' database")
    keys: Path = Field(Path(DEFAULT_KEYS), description="the folder of private keys")
    blobs: str | None = Field(
        None, min_length=1, description="a folder of sealed attachments, or s3://bucket/prefix"
    )
    host: str = Field("127.0.0.1", min_length=1, max_length=253, description="the address to listen on")
    port: Port = Field(8000, description="a port from 1 to 65535")
    workers: int = Field(1, ge=1, le=MOST_WORKERS, description="a number of processes from 1 to 64")
    lanes: int = Field(2, ge=1, le=2, description="1 or 2 processes that check the signatures of bundles")
    public_entries: bool = Field(
        default=False, description="true where anybody may fetch entries, else false"
    )
    intake: Names = Field(
        (), description="names of intake keys, divided by commas; by default `intake`, if it is there"
    )
    trusted_proxies: Networks = Field(
        (),
        description="addresses of proxies whose X-Forwarded-For is believed, divided by commas",
    )
    log_format: Literal["json", "console"] | None = Field(
        None, description="json or console; by default console on a terminal and json elsewhere"
    )
    log_requests: bool = Field(
        default=False,
        description="true where each answer is put on record; times of filings can be read there",
    )
    metrics: Annotated[str, AfterValidator(_loopback)] | None = Field(
        None, description="an address of this machine alone, such as 127.0.0.1:9100"
    )
    drain: int = Field(
        0,
        ge=0,
        le=60,
        description="seconds, 0 to 60, in which `/readyz` says no before the server stops listening",
    )
    migrate: bool = Field(
        default=True, description="false where `phayan migrate` brings the databases up to date"
    )
    demonstration: bool = Field(
        default=False, description="true where officials' keys may lie on the server, which proves nothing"
    )

    @property
    def ledger(self) -> Settings:
        """Return where the ledger's databases and keys are.

        They are waited for no longer than people wait for an answer.

        Raises:
            SettingMissing: A database has no default and is not named.
        """
        named = {
            "PHAYAN_VAULT_DB": self.vault_db,
            "PHAYAN_KEY_DB": self.key_db,
            "PHAYAN_BLOBS": self.blobs,
        }
        found = Settings.of(self.db, self.keys, {name: url for name, url in named.items() if url})
        return replace(found, patience=PATIENCE)

    def shown(self) -> dict[str, Any]:
        """Return all of it as JSON has it, without what a URL may hold of a secret."""
        ledger = self.ledger
        places = {"vault_db": ledger.vault_db, "key_db": ledger.key_db, "blobs": ledger.blobs}
        used = self.model_dump(mode="json") | places
        return {name: _harmless(value) if "://" in str(value) else value for name, value in used.items()}


def read(environment: Mapping[str, str], **given: object) -> ServerSettings:
    """Return the settings; what is given and not None wins.

    Args:
        environment: Names the folder of credentials. The variables themselves are those of the process.
        given: Options of the command line, by the name of the member.

    Raises:
        SettingInvalid: One is wrong. The sentence says which, and what is right, never what was there.
    """
    options: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    options["_secrets_dir"] = environment.get("CREDENTIALS_DIRECTORY")
    try:
        return ServerSettings(**options)
    except ValidationError as error:
        wrong = dict.fromkeys(str(one["loc"][0]) for one in error.errors())
    except SettingsError as error:
        raise SettingInvalid("a file of credentials cannot be read; give the server the right to") from error
    raise SettingInvalid("; ".join(map(_sentence, wrong)))


def _sentence(name: str) -> str:
    option = name.replace("_", "-")
    return f"{PREFIX}{name.upper()} or --{option} takes {ServerSettings.model_fields[name].description}"


def _harmless(url: str) -> str:
    """Return ``url`` without the name, the password and the options in it."""
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{place}{parts.path}"
