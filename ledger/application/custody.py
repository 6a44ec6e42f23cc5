"""Whose keys lie where a server finds them: it may hold keys that say "we received", and none that decide.

Whoever runs the server could sign with what lies there. An official's signature proves something only as
long as nobody else has the key.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from ledger.application.errors import OfficialsKeys
from ledger.application.keyring import Holder, Keyring
from ledger.domain.codes import Role
from ledger.domain.directory import RegistryState
from ledger.domain.relations import actors_of

SERVICE: Final = frozenset({Role.INTAKE, Role.IMPORTER, Role.CLOCK})
"""Roles whose keys belong on a server: they receive, bring in and count days, and decide nothing."""
GOVERNING: Final = frozenset({Role.ROOT, Role.REGISTRAR})
"""Roles whose keys a founded ledger leaves there, and which belong elsewhere before anybody relies on it."""


def check_no_officials(registry: RegistryState, keyring: Keyring) -> bool:
    """Check that no key of the folder decides about anybody; return whether one governs the ledger.

    Raises:
        OfficialsKeys: Some do. The sentence names their roles, and not the keys.
    """
    held = set(roles_here(registry, (keyring.load(name) for name in keyring.names())))
    deciding = sorted(role.value for role in held - SERVICE - GOVERNING)
    if deciding:
        raise OfficialsKeys(
            f"the key folder holds keys of persons who decide ({', '.join(deciding)}), and whoever runs this "
            "server could sign as them; move them to their own devices, or say --demonstration"
        )
    return bool(held & GOVERNING)


def roles_here(registry: RegistryState, holders: Iterable[Holder]) -> Iterator[Role]:
    """Yield the roles for which the keys of ``holders`` may sign, now or once a mandate begins."""
    roots = {*registry.founded.root, *(key for change in registry.changes for key in change.root or ())}
    for holder in holders:
        if holder.key.id in roots:
            yield Role.ROOT
        key = registry.keys.get(holder.key.id)
        if key is None or key.revoked is not None:
            continue
        for actor in actors_of(registry, key.actor):
            yield from (held.role for held in registry.mandates.get(actor, ()) if held.revoked is None)
