"""Addresses of stores: `lance://PATH`, `s3://bucket/library`, `milvus+http://host:19530/collection`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from qa_bot.core.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa_bot.stores.backend import Backend

__all__ = ["FORMS", "checked_origin", "connect", "is_address", "origin_of"]

FORMS: Final = "lance://FOLDER, s3://BUCKET/LIBRARY or milvus+http://HOST:PORT/COLLECTION"
"""The addresses that are known, for a person."""

_ORIGIN: Final = re.compile(r"[\w.-]{1,100}")


def is_address(text: str) -> bool:
    """Check whether a text has the form of an address that is known."""
    scheme, separator, rest = text.partition("://")
    return bool(separator and rest) and scheme in _SCHEMES


def connect(address: str) -> Backend:
    """Connect to the store at an address; it need not hold anything yet.

    Raises:
        UsageError: the address has no known form.
        StorageError: the extra that it needs is not installed, or the store cannot be reached.
    """
    if not is_address(address):
        raise UsageError(f"{address} is not the address of a store. Write {FORMS}.")
    scheme, _, _ = address.partition("://")
    return _SCHEMES[scheme](address)


def checked_origin(name: str) -> str:
    """Return the name of a publisher, if it may have that name.

    Raises:
        UsageError: it has other characters than letters, digits, "-", "_" and ".", or more than 100.
    """
    if not _ORIGIN.fullmatch(name):
        raise UsageError(f"--origin takes letters, digits, “-”, “_” and “.”, not {name}.")
    return name


def origin_of(folder: str) -> str:
    """Return the origin named after a corpus folder, with "-" in place of what an origin may not have."""
    return re.sub(r"[^\w.-]", "-", folder)[:100] or "corpus"


def _lance(address: str) -> Backend:
    from qa_bot.stores.lance import LanceBackend

    return LanceBackend.connect(address)


def _milvus(address: str) -> Backend:
    from qa_bot.stores.milvus import MilvusBackend

    return MilvusBackend.connect(address)


_SCHEMES: Final[dict[str, Callable[[str], Backend]]] = {
    "lance": _lance,
    "s3": _lance,
    "milvus+http": _milvus,
    "milvus+https": _milvus,
}
