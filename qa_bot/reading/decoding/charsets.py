"""The declared encoding of a page or a mail -> the codec that it means.

On the web a name often means a larger encoding than the one it names: "iso-8859-1" means Windows-1252.
webencodings knows these names as the WHATWG Encoding Standard defines them; others are Python's.
"""

from __future__ import annotations

import codecs
from contextlib import suppress

import webencodings

__all__ = ["codec_of"]

_LARGER = {"gbk": "gb18030"}
"""Encodings that the standard decodes as a larger one, which Python's codec of that name does not."""
_PYTHONS = frozenset({"replacement", "utf-16le", "utf-16be"})
"""What browsers refuse for safety, or use no byte order mark for, but mails do use."""


def codec_of(declared: str) -> str:
    """Return the name of Python's codec for a declared name, which Python itself may not know."""
    name = declared.lower()
    found = webencodings.lookup(name) or webencodings.lookup(name.replace("_", "-"))
    if found is None:  # "latin-1" and "cp936" are Python's names of what the standard calls otherwise
        with suppress(LookupError):
            found = webencodings.lookup(codecs.lookup(name).name)
    if found is None or found.name in _PYTHONS:
        return name
    return _LARGER.get(found.name, str(found.codec_info.name))
