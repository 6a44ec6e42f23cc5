"""What pages cost on a line that is paid by the megabyte: bytes as they travel, and requests that travel."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page


@dataclass
class Scales:
    """Weighs all that telephones fetch; what a browser has already weighs nothing."""

    bytes: int = 0
    requests: int = 0

    def weigh(self, page: Page) -> None:
        """Weigh what ``page`` fetches from now on.

        Source: Chrome DevTools Protocol, Network.loadingFinished.
        """
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.on("Network.loadingFinished", self._add)

    def taken(self) -> tuple[int, int]:
        """Return bytes and requests since it was asked last."""
        found = (self.bytes, self.requests)
        self.bytes = self.requests = 0
        return found

    def _add(self, told: Mapping[str, Any]) -> None:
        if told["encodedDataLength"]:
            self.bytes += int(told["encodedDataLength"])
            self.requests += 1
