"""Imports pymilvus, and speaks to one server.

A call fails within seconds where no server answers. After a restart of the server, a call is repeated once
with a new client, which loads the collections again.
"""

from __future__ import annotations

import logging
import os
import threading
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from qa_bot.core.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Fields = Mapping[str, tuple[str, Mapping[str, Any]]]
    """Type of each field, by pymilvus's name for it, and its parameters."""
    Indexes = Mapping[str, tuple[str, str]]
    """Type and metric of the index of each field; "" for no metric."""

__all__ = ["TOKEN", "Server"]

TOKEN: Final = "QA_BOT_MILVUS_TOKEN"  # noqa: S105  the name of a variable
"""Environment variable for the login: `user:password` or an API key."""

_CONNECT_S: Final = 5.0
_CALL_S: Final = 30.0
_LOAD_S: Final = 120.0
_NOT_LOADED, _UNREACHABLE, _UNAVAILABLE = 101, 2, 14
"""Codes of errors: of Milvus, of pymilvus, and of gRPC."""
_NO_INDEX_FOR_ARRAYS: Final = "does not support scalar index"
"""milvus-lite looks through all rows instead."""


@cache
def _pymilvus() -> Any:
    """Return the module; StorageError if it is not installed."""
    os.environ.setdefault("GRPC_VERBOSITY", "NONE")  # it writes to the terminal by itself
    try:
        import pymilvus
    except ImportError as error:
        install = '`pip install "qa-bot[milvus]"`'
        msg = f"A store at milvus+http:// needs pymilvus ({error}): install it with {install}."
        raise StorageError(msg) from error
    for name in ("pymilvus", "pymilvus.milvus_client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # it logs each error that it raises
    return pymilvus


class Server:
    """A server at a place; safe to use from several threads."""

    def __init__(self, address: str, uri: str) -> None:
        """Connect to it; StorageError where that is impossible. Messages name it by its address."""
        self.address = address
        self._uri = uri
        self._renewing = threading.Lock()
        self._known: set[str] = set()
        self._created: set[str] = set()
        with self._translated():
            self._client = self._connect()

    def call(self, method: str, *arguments: Any, **options: Any) -> Any:
        """Call a method of pymilvus's client; StorageError if it fails."""
        options.setdefault("timeout", _CALL_S)
        with self._translated():
            client = self._client
            try:
                return getattr(client, method)(*arguments, **options)
            except _pymilvus().MilvusException as error:
                if _code_of(error) not in {_NOT_LOADED, _UNREACHABLE, _UNAVAILABLE}:
                    raise
            self._renew(client)
            return getattr(self._client, method)(*arguments, **options)

    def each(self, method: str, *arguments: Any, **options: Any) -> Iterator[Any]:
        """Yield what an iterator of pymilvus's client finds."""
        iterator = self.call(method, *arguments, **options)
        try:
            while True:
                with self._translated():
                    batch = iterator.next()
                if not batch:
                    return
                yield from batch
        finally:
            iterator.close()

    def has(self, collection: str, fields: Fields) -> bool:
        """Check whether there is a collection.

        Raises:
            StorageError: it has other fields, so another program made it.
        """
        if collection in self._known:
            return True
        if not self.call("has_collection", collection):
            return False
        found = {one["name"] for one in self.call("describe_collection", collection)["fields"]}
        if found != set(fields):
            msg = (
                f"The collection {collection} at {self._uri} is not a library of qa_bot: "
                f"its fields are {', '.join(sorted(found))}. Name another collection."
            )
            raise StorageError(msg)
        self._known.add(collection)
        return True

    def create(self, collection: str, fields: Fields, indexes: Indexes) -> None:
        """Create a collection, its indexes, or what is missing of them; other processes may do so, too."""
        if collection in self._created:
            return
        if not self.has(collection, fields):
            module = _pymilvus()
            schema = module.MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
            for name, (kind, parameters) in fields.items():
                schema.add_field(name, getattr(module.DataType, kind), **_parameters(module, parameters))
            try:
                self.call("create_collection", collection, schema=schema, consistency_level="Strong")
            except StorageError:
                if not self.has(collection, fields):
                    raise
        self._check_dimensions(collection, fields)
        for name, (kind, metric) in indexes.items():
            if not self.call("list_indexes", collection, field_name=name):
                self._index(collection, name, kind, metric)
        self.call("load_collection", collection, timeout=_LOAD_S)
        self._created.add(collection)

    def _check_dimensions(self, collection: str, fields: Fields) -> None:
        for one in self.call("describe_collection", collection)["fields"]:
            there, wanted = (each.get("dim") for each in (one["params"], fields[one["name"]][1]))
            if there != wanted:
                msg = (
                    f"{self.address} holds vectors of {there} numbers, and this model's have {wanted}. "
                    "Use the same model, or name another collection."
                )
                raise StorageError(msg)

    def _index(self, collection: str, field: str, kind: str, metric: str) -> None:
        wanted = _pymilvus().MilvusClient.prepare_index_params()
        wanted.add_index(field, index_type=kind, **({"metric_type": metric} if metric else {}))
        try:
            self.call("create_index", collection, wanted, sync=False)  # loading waits for it
        except StorageError as error:
            if _NO_INDEX_FOR_ARRAYS not in str(error.__cause__):
                raise

    def _connect(self) -> Any:
        token = os.environ.get(TOKEN, "")
        return _pymilvus().MilvusClient(self._uri, token=token, timeout=_CONNECT_S, dedicated=True)

    def _renew(self, client: Any) -> None:
        """Replace a client that fails. It is not closed, because other threads may be using it."""
        with self._renewing:
            if self._client is not client:
                return
            self._client = self._connect()
            for collection in self._known:
                self._client.load_collection(collection, timeout=_LOAD_S)

    @contextmanager
    def _translated(self) -> Iterator[None]:
        module = _pymilvus()
        import grpc

        try:
            yield
        except module.MilvusException as error:
            raise StorageError(self._said(_code_of(error), str(error.message))) from error
        except grpc.RpcError as error:
            raise StorageError(self._said(error.code().value[0], str(error.details()))) from error

    def _said(self, code: int, message: str) -> str:
        if code in {_UNREACHABLE, _UNAVAILABLE}:
            return f"No Milvus server answers at {self._uri}. Check the address, and whether it is running."
        return f"The store {self.address} cannot be used: {(message.splitlines() or [''])[0][:200]}"


def _parameters(module: Any, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters of a field, with pymilvus's value for the type of an array's elements."""
    kind = given.get("element_type")
    return dict(given) | ({"element_type": getattr(module.DataType, kind)} if kind else {})


def _code_of(error: Any) -> int:
    """Return the code of an error, which gRPC's has inside another value."""
    code = getattr(error.code, "value", error.code)
    return int(code[0] if isinstance(code, tuple) else code)
