"""The stores that the contract is tested on, each started by the tests and empty at first."""

from __future__ import annotations

import logging
import tempfile
import urllib.request
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import pytest
from tiny import ignore

from qa_bot.index.opened import open_index
from qa_bot.stores.address import connect
from qa_bot.stores.opened import open_store
from qa_bot.stores.publish import publish

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from qa_bot.index.opened import Index
    from qa_bot.stores.opened import StoredIndex
    from qa_bot.stores.publish import Published

STORES = ("lance", "s3")
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
        for name, value in opened.enter_context(_object_store()).items():
            patched.setenv(name, value)
        yield f"s3://{_BUCKET}"


def published(folder: Path, address: str, origin: str = "desk") -> Published:
    """Publish an index folder."""
    return publish(open_index(folder), connect(address), origin, ignore)


def both(folder: Path, address: str) -> tuple[Index, StoredIndex]:
    """Publish an index folder, and open it and the store."""
    published(folder, address)
    return open_index(folder), open_store(connect(address))
