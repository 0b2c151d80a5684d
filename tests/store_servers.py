"""The stores that the contract is tested on, each started by the tests and empty at first."""

from __future__ import annotations

import logging
import tempfile
import urllib.request
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tiny import ignore

from qa_bot.index.opened import open_index
from qa_bot.stores.address import connect
from qa_bot.stores.opened import open_store
from qa_bot.stores.publish import publish

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from qa_bot.index.opened import Index
    from qa_bot.stores.opened import StoredIndex
    from qa_bot.stores.publish import Published

STORES = ("lance", "s3", "milvus")
"""Those that hold what is published; the index folder is what they are compared with."""

_BUCKET = "articles"


@contextmanager
def _object_store() -> Iterator[Mapping[str, str]]:
    """Serve S3 on loopback; yield the variables that its clients need."""
    server_module = pytest.importorskip("moto.server")
    logging.getLogger("werkzeug").setLevel(logging.WARNING)  # one line a request
    server = server_module.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    variables = {
        "AWS_ACCESS_KEY_ID": "made-up",
        "AWS_SECRET_ACCESS_KEY": "made-up",
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ALLOW_HTTP": "true",
    }
    bucket = urllib.request.Request(f"{variables['AWS_ENDPOINT_URL']}/{_BUCKET}", method="PUT")  # noqa: S310
    urllib.request.urlopen(bucket).close()  # noqa: S310
    try:
        yield variables
    finally:
        server.stop()


@contextmanager
def started(kind: str) -> Iterator[str]:
    """Start a kind of store; yield the address that its libraries are below."""
    with ExitStack() as opened:
        patched = opened.enter_context(pytest.MonkeyPatch.context())
        if kind == "lance":
            from qa_bot.stores import lance

            patched.setattr(lance, "UNINDEXED", 0)  # every row is indexed at once; with S3, new ones are not
            yield f"lance://{opened.enter_context(tempfile.TemporaryDirectory())}"
            return
        if kind == "milvus":
            folder = opened.enter_context(tempfile.TemporaryDirectory())
            yield opened.enter_context(milvus_server(Path(folder)))[0]
            return
        for name, value in opened.enter_context(_object_store()).items():
            patched.setenv(name, value)
        yield f"s3://{_BUCKET}"


@contextmanager
def milvus_server(folder: Path) -> Iterator[tuple[str, Callable[[], None]]]:
    """Serve Milvus's protocol on loopback; yield the address of the server, and what restarts it."""
    server_module = pytest.importorskip("milvus_lite.adapter.grpc.server")

    def start(port: int) -> Any:
        # One worker: its collections may not be written by several at once.
        return server_module.start_server_in_thread(str(folder), port=port, max_workers=1)

    running = [start(0)]

    def stop() -> None:
        server, database, _ = running.pop()
        server.stop(grace=0).wait()
        database.close()

    def restart() -> None:
        port = running[0][2]
        stop()
        running.append(start(port))

    try:
        yield f"milvus+http://127.0.0.1:{running[0][2]}", restart
    finally:
        stop()


def published(folder: Path, address: str, origin: str = "desk") -> Published:
    """Publish an index folder."""
    return publish(open_index(folder), connect(address), origin, ignore)


def both(folder: Path, address: str) -> tuple[Index, StoredIndex]:
    """Publish an index folder, and open it and the store."""
    published(folder, address)
    return open_index(folder), open_store(connect(address))
