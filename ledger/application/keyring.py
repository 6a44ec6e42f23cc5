"""Private keys on this machine: a folder of small files that only their owner reads.

Founders' keys belong elsewhere, each with the body that holds it. The folder serves a
demonstration, a single office, or the machine of one signer.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ledger.application.errors import KeyFileError
from ledger.signing.keys import SigningKey
from ledger.store.files import write_durably

Seeds = Callable[[], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """A private key, the actor who answers for it, and the key that may follow it.

    The next key exists before it is needed: enrolment commits to it, so a thief of the present
    key cannot rotate it.
    """

    name: str
    actor: str
    key: SigningKey
    following: SigningKey

    def turned(self, seeds: Seeds) -> "Holder":
        """Return the holder after a rotation: the next key has become the present one, another follows."""
        return Holder(name=self.name, actor=self.actor, key=self.following, following=SigningKey(seeds()))

    @property
    def next_digest(self) -> str:
        """Return SHA-256 of the next public key in hex, as ``KeyEnrolled.next`` wants it."""
        return hashlib.sha256(self.following.public).hexdigest()


class Keyring:
    """The folder of private keys named by ``PHAYAN_KEYS``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def create(self, name: str, actor: str, seeds: Seeds) -> Holder:
        """Draw two keys for ``actor``, write them to ``<name>.key`` and return them.

        Raises:
            KeyFileError: A key of that name is there already, or the folder cannot be written.
        """
        path = self.folder / f"{name}.key"
        if path.exists():
            raise KeyFileError(f"a key named {name} is already in the key folder; choose another name")
        holder = Holder(name=name, actor=actor, key=SigningKey(seeds()), following=SigningKey(seeds()))
        self._write(holder)
        return holder

    def keep_next(self, turned: Holder) -> None:
        """Write the keys that will follow beside the present ones, safe before the log names them."""
        self._write(turned, suffix=".next")

    def promote(self, name: str) -> None:
        """Put the keys kept by ``keep_next`` in the place of the present ones."""
        (self.folder / f"{name}.next").replace(self.folder / f"{name}.key")

    def load(self, name: str) -> Holder:
        """Return the key named ``name``.

        Raises:
            KeyFileError: There is none, or the file is not one of ours.
        """
        path = self.folder / f"{name}.key"
        try:
            members = json.loads(path.read_bytes())
            return Holder(
                name=name,
                actor=str(members["actor"]),
                key=SigningKey(bytes.fromhex(members["seed"])),
                following=SigningKey(bytes.fromhex(members["next_seed"])),
            )
        except FileNotFoundError:
            raise KeyFileError(
                f"there is no key named {name} in {self.folder}; set PHAYAN_KEYS to the folder of your keys"
            ) from None
        except OSError as error:
            raise KeyFileError(f"the key named {name} cannot be read: {error.strerror}") from error
        except (ValueError, KeyError, TypeError):
            raise KeyFileError(f"the file of the key named {name} is not a key file; restore it") from None

    def names(self) -> list[str]:
        """Return the names of all keys in the folder, sorted."""
        return sorted(path.stem for path in self.folder.glob("*.key"))

    def secret(self, name: str, seeds: Seeds) -> bytes:
        """Return 32 secret bytes kept in ``<name>.secret``, drawn the first time."""
        path = self.folder / f"{name}.secret"
        if path.exists():
            return self.existing_secret(name)
        drawn = seeds()
        self._prepare()
        write_durably(path, drawn.hex().encode() + b"\n")
        return drawn

    def existing_secret(self, name: str) -> bytes:
        """Return the secret kept in ``<name>.secret``.

        Raises:
            KeyFileError: There is none, or the file holds something else.
        """
        path = self.folder / f"{name}.secret"
        try:
            return bytes.fromhex(path.read_text().strip())
        except FileNotFoundError:
            raise KeyFileError(
                f"the key {path.name} is not in {self.folder}; "
                "set PHAYAN_KEYS to the folder of this ledger's keys"
            ) from None
        except OSError as error:
            raise KeyFileError(f"the file {path.name} cannot be read: {error.strerror}") from error
        except ValueError:
            raise KeyFileError(f"the file {path.name} is not a secret of this program; restore it") from None

    def _write(self, holder: Holder, suffix: str = ".key") -> None:
        members = {
            "actor": holder.actor,
            "key": holder.key.public.hex(),
            "seed": holder.key.seed.hex(),
            "next_seed": holder.following.seed.hex(),
        }
        try:
            self._prepare()
            write_durably(
                self.folder / f"{holder.name}{suffix}", json.dumps(members, indent=1).encode() + b"\n"
            )
        except OSError as error:
            raise KeyFileError(f"the key folder {self.folder} cannot be written: {error.strerror}") from error

    def _prepare(self) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
