"""Limits for reading one file, so that no file uses up memory or time.

The error message names the limit that a file exceeds. A megabyte is 1,000,000 bytes.
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
"""Largest file on disk that is read, and largest text that a .gz file may unpack to, since the unpacked file
would be under the same limit. An encyclopedia volume in plain text has a tenth of that."""

MAX_EXPANDED_MEGABYTES: Final = 200
"""All members of an archive (docx, epub) together, unpacked. Pictures hardly shrink in an archive and text
shrinks to a quarter, so a file of the largest allowed size fits. A limit on the compression ratio would add
nothing: the cost follows the unpacked size, and the XML of a legitimate table may shrink to a fiftieth."""

MAX_XML_MEGABYTES: Final = 50
"""One XML part or chapter, unpacked; its tree takes five to ten times that in memory."""

MAX_MEMBERS: Final = 5_000
"""Files in one archive. A book with a thousand pictures has two thousand; python-docx compares all pairs."""

MAX_XML_DEPTH: Final = 256
"""Nesting depth of XML elements: libxml2's own limit, which applies unless a caller lifts it."""

MAX_SECONDS: Final = 60
"""Time for reading one file; a 50 MB text takes about ten seconds on a slow machine."""

MAX_MEMORY_MEGABYTES: Final = 3_000
"""Address space of a reading process, including libraries, in units of 1,000,000 bytes."""
