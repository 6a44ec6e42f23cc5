"""How often people without a key, and those who help them, may ask."""

from datetime import timedelta
from typing import Final

from api.rates import Rate

ALONE: Final = Rate("filing", 5, timedelta(hours=1))
HELPED: Final = Rate("assisted", 60, timedelta(hours=1))
A_CASE: Final = Rate("case", 1, timedelta(seconds=1))
ALL_OF_A_CASE: Final = Rate("case everywhere", 60, timedelta(minutes=1))
"""From everywhere together: who knows a number and tries it all the time must not keep its person out."""
TRIED: Final = Rate("code", 30, timedelta(minutes=1))
"""From one address, whatever the number: one that is none costs the same work."""
SAID: Final = Rate("message", 30, timedelta(hours=1))
TRACKED: Final = Rate("track", 60, timedelta(minutes=1))
LOOKED: Final = Rate("look", 60, timedelta(minutes=1))
"""At a case that its person opened: each look makes a record of who read it."""
