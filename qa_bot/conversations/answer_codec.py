"""An answer as JSON, without the texts of its passages, which are stored once by their SHA-256.

The codec follows the fields of the values: a new field of Answer is stored without a change here if its type
is built of dataclasses of qa_bot.core. Fields with their default are left out, so an answer that
was stored before a field existed can be read.
"""

from __future__ import annotations

import dataclasses
import json
from enum import Enum
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Union, cast, get_args, get_origin, get_type_hints

from qa_bot import core
from qa_bot.core import types
from qa_bot.core.conversations import sha256_of
from qa_bot.core.types import Answer, Passage

if TYPE_CHECKING:
    from collections.abc import Mapping

_TEXT = "text"


def encode_answer(answer: Answer) -> tuple[str, dict[str, str]]:
    """Return an answer as JSON, and the texts of its passages by their SHA-256."""
    texts: dict[str, str] = {}
    return json.dumps(_encoded(answer, texts), ensure_ascii=False, separators=(",", ":")), texts


def decode_answer(encoded: str, texts: Mapping[str, str]) -> Answer:
    """Return an answer from its JSON and the texts of its passages.

    Raises:
        ValueError: it cannot be read, or a text is missing or is not the one that was stored.
    """
    try:
        answer = _decoded(Answer, json.loads(encoded), texts)
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(str(error)) from error
    if not isinstance(answer, Answer):
        raise ValueError("it is no answer")  # noqa: TRY004  the file is wrong, not the caller
    return answer


def _encoded(value: Any, texts: dict[str, str]) -> Any:
    if isinstance(value, tuple | list):
        return [_encoded(one, texts) for one in value]
    if isinstance(value, Enum):
        return value.value
    if not dataclasses.is_dataclass(value):
        return value
    fields = {
        field.name: _encoded(getattr(value, field.name), texts)
        for field in dataclasses.fields(value)
        if getattr(value, field.name) != field.default
    }
    if isinstance(value, Passage):
        fields[_TEXT] = sha256_of(value.text)
        texts[fields[_TEXT]] = value.text
    return fields


def _decoded(kind: Any, value: Any, texts: Mapping[str, str]) -> Any:
    if get_origin(kind) in {Union, UnionType}:
        options = [one for one in get_args(kind) if one is not NoneType]
        return None if value is None else _decoded(options[0], value, texts)
    if get_origin(kind) is tuple:
        inner = get_args(kind)
        kinds = [inner[0]] * len(value) if inner[1:] == (...,) else inner
        return tuple(_decoded(one, each, texts) for one, each in zip(kinds, value, strict=True))
    if not dataclasses.is_dataclass(kind):
        return kind(value) if isinstance(kind, type) else value
    hints = _hints(cast("type", kind))
    fields = {name: _decoded(hints[name], each, texts) for name, each in value.items() if name in hints}
    if kind is Passage:
        fields[_TEXT] = _checked(fields[_TEXT], texts)
    return kind(**fields)


def _checked(digest: str, texts: Mapping[str, str]) -> str:
    text = texts[digest]
    if sha256_of(text) != digest:
        raise ValueError(f"the text of {digest} is damaged")
    return text


@cache
def _hints(kind: type) -> dict[str, Any]:
    """Return the types of a dataclass's fields."""
    return get_type_hints(kind, localns=_names())


@cache
def _names() -> dict[str, Any]:
    """Return the names of all values: the module of one may import that of another for type checking only."""
    modules = [import_module(f"{core.__name__}.{found.name}") for found in iter_modules(core.__path__)]
    return {name: value for module in (*modules, types) for name, value in vars(module).items()}
