"""Models of weights as JSON values and as a short hash, for an evaluation to record."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, is_dataclass
from typing import Any

_HASH_DIGITS = 12
_EXPLANATIONS = frozenset({"label", "source"})
"""Keys that explain a row of a model and change no score."""


def json_values(value: object) -> Any:
    """Return frozen dataclasses and tuples as JSON objects and arrays, without fields that are functions."""
    if is_dataclass(value):
        own = {field.name: getattr(value, field.name) for field in fields(value)}
        return {name: json_values(one) for name, one in own.items() if not callable(one)}
    if isinstance(value, tuple):
        return [json_values(one) for one in value]
    return value


def hash_of(values: object) -> str:
    """Hash JSON values: SHA-256 of their canonical form without labels and sources, 12 hexadecimal digits."""
    canonical = json.dumps(_without_explanations(values), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:_HASH_DIGITS]


def _without_explanations(values: object) -> object:
    if isinstance(values, dict):
        return {k: _without_explanations(v) for k, v in values.items() if k not in _EXPLANATIONS}
    return [_without_explanations(one) for one in values] if isinstance(values, list) else values
