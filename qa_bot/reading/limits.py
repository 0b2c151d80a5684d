"""What one file may cost: every limit of reading, each told in the message that it causes."""

from __future__ import annotations

from typing import Final

MAX_SECONDS: Final = 60
"""Time for reading one file; a 50 MB text takes about ten on a slow machine."""

MAX_MEMORY_MEGABYTES: Final = 3_000
"""Address space of a process that reads, libraries included, in units of 1,000,000 bytes."""
