"""Lists: who finds what in them, a page at a time, while statements are appended."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.pages import LARGEST, Cursors
from api.problems import Problem
from ledger.application.browsing import Turn
from ledger.application.stories.cast import CAST
from ledger.application.stories.cousin import STORY as COUSIN
from ledger.application.stories.grandmother import STORY as GRANDMOTHER
from ledger.application.stories.promise import STORY as PROMISE
from ledger.application.stories.telling import play
from ledger.domain.grievance.standing import OF_PERSONS
from tests.api.signing_in import built, token
from tests.api.test_reading import Town, behind_the_door
from tests.api.test_statements import problem
from tests.stories.stage import ORIGIN

LISTS = ["/claims", "/grievances", "/consultations", "/commitments", "/mandates", "/queue"]
