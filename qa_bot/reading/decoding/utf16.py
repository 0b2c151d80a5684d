"""UTF-16 and UTF-32 without a byte order mark, as some Windows programs write them.

Bytes count as such text only if nearly all of it is one script and its punctuation, which neither a picture
nor a program produces by chance.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["decode_wide"]

_ENCODINGS: Final = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
_SAMPLE_BYTES: Final = 40_000
_LEAST_CHARACTERS: Final = 8
_ONE_SCRIPT: Final = 0.95
"""Share of characters; names or symbols of other scripts may occur."""
_COMMON: Final = re.compile("[\t\n\r -~\u2010-\u2026\u3001\u3002\uff01\uff0c\uff1a\uff1f]")
"""Every text has some: white space, punctuation."""
_SCRIPTS: Final = tuple(
    re.compile(f"[{letters}]")
    for letters in (
        "\u00a0-\u024f",  # Latin
        "\u0370-\u03ff",  # Greek
        "\u0400-\u04ff",  # Cyrillic
        "\u0590-\u05ff",  # Hebrew
        "\u0600-\u06ff",  # Arabic
        "\u0900-\u097f",  # Devanagari
        "\u0e00-\u0e7f",  # Thai
        "\u3000\u3003-\u30ff\u4e00-\u9fff\uff02-\uff0b\uff0d-\uff19\uff20-\uffef",  # Chinese, Japanese
        "\uac00-\ud7a3\u3008-\u3011",  # Korean
    )
)


def decode_wide(data: bytes) -> str | None:
    """Decode bytes of such text; None for any others."""
    for encoding in _ENCODINGS:
        unit = 4 if "32" in encoding else 2
        if len(data) % unit:
            continue
        try:
            if _is_one_script(data[:_SAMPLE_BYTES].decode(encoding, errors="strict")):
                return data.decode(encoding, errors="replace")
        except UnicodeDecodeError:
            continue
    return None


def _is_one_script(text: str) -> bool:
    if len(text) < _LEAST_CHARACTERS:
        return False
    common = len(_COMMON.findall(text))
    letters = max(len(script.findall(text)) for script in _SCRIPTS)
    return common > 0 and common + letters >= _ONE_SCRIPT * len(text)
