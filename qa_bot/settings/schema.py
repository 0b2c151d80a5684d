"""The keys of the config file: what each may be, and what is in force without it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from qa_bot.core.copy_format import CopyFormat

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_PASSAGES: Final = 100
KEYS, LIBRARIES = "keys", "libraries"
"""The two tables of the file; everything else is a value."""
LIBRARY_KEYS: Final = ("corpus", "index", "store")
"""The keys of a library, which has either the first, with or without the second, or the third."""

_NAME = re.compile(r"\w[\w.-]*")
_SWITCH: Final = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of value."""

    form: str
    """What a value must be, for a message: "passages must be a whole number ..."."""
    fits: Callable[[Any], bool]
    parse: Callable[[str], Any]
    """Turn what was typed into a value; what cannot be turned is returned as it is, and does not fit."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A value of the config file."""

    kind: Kind
    default: Any
    unset: str = ""
    """What is in force without a value, where the default is empty."""


def is_name(name: str) -> bool:
    """Return whether a library may have that name, which is also the name of its index folder."""
    return bool(_NAME.fullmatch(name))


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip()) and value.isprintable()


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MOST_PASSAGES


TEXT = Kind("a text in quotation marks", _is_text, str)
COUNT = Kind(
    f"a whole number from 1 to {MOST_PASSAGES}",
    _is_count,
    lambda text: int(text) if text.isascii() and text.isdecimal() else text,
)
SWITCH = Kind(
    "true or false", lambda value: isinstance(value, bool), lambda text: _SWITCH.get(text.casefold(), text)
)
COPY_FORMAT = Kind(f"one of {', '.join(CopyFormat)}", lambda value: value in list(CopyFormat), str)

SETTINGS: Final[dict[str, Setting]] = {
    "library": Setting(TEXT, "", "none"),
    "theme": Setting(TEXT, "", "the app's own"),
    "copy_format": Setting(COPY_FORMAT, CopyFormat.MARKDOWN.value),
    "passages": Setting(COUNT, 5),
    "model": Setting(TEXT, "", "the index's own"),
    "answer_model": Setting(TEXT, "answer-minilm"),
    "history": Setting(SWITCH, True),
}
