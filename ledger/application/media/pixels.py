"""How large a picture may be, read from its header: whoever shows it must hold every pixel at once."""

from typing import Final

from ledger.application.media.refusals import AttachmentDamaged, AttachmentPixels

MOST_PIXELS: Final = 40_000_000


def check_pixels(width: int, height: int) -> None:
    """Check the two sides of a picture.

    Raises:
        AttachmentDamaged: A side is nothing.
        AttachmentPixels: More than 40 megapixels.
    """
    if width == 0 or height == 0:
        raise AttachmentDamaged
    if width * height > MOST_PIXELS:
        raise AttachmentPixels
