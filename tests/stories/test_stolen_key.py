"""A stolen key: what came after the last safe checkpoint is contested, and the thief cannot keep the key."""

from pathlib import Path

from ledger.application.stories.stolen_key import RENEWED, STORY, VICTIM
from ledger.domain.authority import Standing, verdict_on
from ledger.domain.directory import RegistryState
from tests.stories.stage import told


def test_the_theft_is_contested_reviewed_and_mended(tmp_path: Path) -> None:
    with told(tmp_path, STORY) as (here, story):
        here.check_verifies()
        registry = here.state(here.stage.ledger.registry_stream)
        assert isinstance(registry, RegistryState)

        stolen, old = story.receipt("stolen_attestation"), here.stage.cast[VICTIM].key.id
        assert verdict_on(registry, (old,), stolen.index) is Standing.CONTESTED
        assert verdict_on(registry, (old,), story.receipt("application").index) is Standing.VALID
        assert verdict_on(registry, (old,), story.receipt("overruled").index) is Standing.REVOKED
        anew = here.stage.cast[RENEWED].key.id
        assert verdict_on(registry, (anew,), story.receipt("attested_anew").index) is Standing.VALID
        refused = [step.answer.as_json().get("code") for step in story.steps]
        assert [code for code in refused if code] == ["rotation_unbound", "authority_missing", "key_revoked"]
