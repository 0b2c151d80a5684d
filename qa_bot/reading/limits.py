"""The limits within which a file is read, so that none takes the memory or the time of all others.

Each limit is named in the message about it. A megabyte is 1,000,000 bytes.
"""

from __future__ import annotations

from typing import Final

__all__ = [
    "MAX_EXPANDED_MEGABYTES",
    "MAX_MEGABYTES",
    "MAX_MEMBERS",
    "MAX_MEMORY_MEGABYTES",
    "MAX_SECONDS",
    "MAX_XML_DEPTH",
    "MAX_XML_MEGABYTES",
    "MEGABYTE",
]

MEGABYTE: Final = 1_000_000

MAX_MEGABYTES: Final = 50
"""Largest file that is read, as it lies on the disk; and largest text that a .gz file unpacks to, as the
unpacked file would be held to it too. An encyclopedia's volume of plain text has a tenth of that."""

MAX_EXPANDED_MEGABYTES: Final = 200
"""All members of an archive (docx, epub) together, unpacked. Pictures hardly shrink in an archive and text
shrinks to a quarter, so a file of the largest size that is read still fits in. A limit on the ratio would add
nothing: what is unpacked costs by its size, and the XML of an honest table may shrink to a fiftieth."""

MAX_XML_MEGABYTES: Final = 50
"""One XML part or chapter, unpacked: its tree takes five to ten times that in memory."""

MAX_MEMBERS: Final = 5_000
"""Files in one archive. A book with a thousand pictures has two thousand; python-docx compares all pairs."""

MAX_XML_DEPTH: Final = 256
"""Elements within elements in XML: libxml2's own limit, which holds unless a caller lifts it."""

MAX_SECONDS: Final = 60
"""Time for reading one file; a 50 MB text takes about ten on a slow machine."""

MAX_MEMORY_MEGABYTES: Final = 3_000
"""Address space of a process that reads, libraries included, in units of 1,000,000 bytes."""
