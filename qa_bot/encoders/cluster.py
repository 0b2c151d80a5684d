"""Embeds passages on a Dask cluster that exists already. The only door to Dask.

Each worker process loads the model itself, by name, and refuses to embed with another. It returns the
finished row of each text, which has a fiftieth of the bytes of its embedding. Dask repeats a batch whose
worker died. A task's key is a hash of its texts and its model, so two builds on one cluster share batches.

A Dask cluster runs any code that reaches its scheduler; it has no login unless it is set up with TLS.
"""

from __future__ import annotations

import logging
import socket
import threading
import time
from contextlib import contextmanager
from itertools import islice
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, TypeAlias, TypeVar
from urllib.parse import urlsplit

from distributed import CancelledError, Client, KilledWorker, get_worker
from filelock import FileLock

from qa_bot.core.errors import ClusterError, ModelError, QaBotError, UsageError, reason_of
from qa_bot.core.folders import cache_folder
from qa_bot.core.version import __version__
from qa_bot.encoders.loading import PREPARING, LazyEncoder, find_encoder, stage_of_loading
from qa_bot.encoders.precision import Precision, precision_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path
    from typing import Any

    from distributed import Future

    from qa_bot.encoders.protocol import Embedding, Encoder

CONNECT_S = 10.0
"""How long to try to reach the scheduler."""
PATIENCE_S = 60.0
"""How long to wait for a first worker, where there is none."""

_AT_LEAST = 256  # batches under way, also for a cluster that starts workers when there is work
_PER_THREAD = 2  # one that is being embedded, and the next
_COUNTED_S = 5.0  # how often the cluster's threads are counted
_LOOK_S = 2.0  # how long to wait for a batch before looking whether the cluster is still there
_AGAIN = "What was embedded is kept: run the command again to continue."

_Row = TypeVar("_Row")
Load: TypeAlias = "Callable[[str, Precision], Encoder]"
"""Loads a model on a worker, by its name and the precision of passages."""


def load_on_worker(name: str, precision: Precision) -> Encoder:
    """Load a model from the disk of this worker; nothing is downloaded.

    Raises:
        ModelError: it is not there, or cannot be loaded.
    """
    cache = cache_folder()
    encoder = find_encoder(name, cache, precision=precision)
    if stage_of_loading(encoder.fingerprint, cache) is PREPARING:
        with _export_lock(cache):  # or each worker of this machine would make the same export
            _ = encoder.dimension
    return encoder


@contextmanager
def on_cluster(address: str, encoder: Encoder, load: Load = load_on_worker) -> Iterator[ClusterEncoder]:
    """Connect to the scheduler at an address, and yield an encoder whose batches are embedded there.

    When the block ends, what is still under way is cancelled.

    Raises:
        UsageError: this is no address.
        ClusterError: nothing answers there, or no worker can embed.
        ModelError: a worker does not have the model of `encoder`.
    """
    for name in ("distributed", "distributed.client"):  # what goes wrong is said in one line, below
        logging.getLogger(name).setLevel(logging.CRITICAL)
    with _connected(address) as client:
        yield ClusterEncoder(encoder, client, address, load)


class ClusterEncoder(LazyEncoder):
    """An encoder that leaves batches of passages to a cluster; anything else is done here."""

    def __init__(self, encoder: Encoder, client: Client, address: str, load: Load) -> None:
        """Wait until a worker has loaded the model."""
        super().__init__(encoder.name, encoder.fingerprint, lambda: encoder)
        self._client, self._address, self._load_there = client, address, load
        self._room, self._counted = _AT_LEAST, 0.0
        list(self.encode_batches([[]], _nothing))

    def encode_batches(
        self, batches: Iterable[Sequence[str]], finish: Callable[[Embedding], _Row]
    ) -> Iterator[tuple[Sequence[str], list[_Row]]]:
        """Embed batches on the cluster; yield each one with what `finish` makes of its embeddings.

        Raises:
            ClusterError: the cluster is gone, or a worker cannot embed.
            ModelError: a worker does not have the model.
        """
        left = iter(batches)
        waiting: dict[Any, Sequence[str]] = {}
        arrived: SimpleQueue[Future[Any]] = SimpleQueue()
        while True:
            for batch in islice(left, max(0, self._most() - len(waiting))):
                future = self._started(batch, finish)
                waiting[future.key] = batch
                future.add_done_callback(arrived.put)
            if not waiting:
                return
            future = self._next(arrived)
            batch, rows = waiting.pop(future.key), self._rows(future)
            if len(rows) != len(batch):
                raise ClusterError(
                    f"The cluster at {self._address} returned {len(rows)} rows for {len(batch)} texts."
                )
            yield batch, rows

    def _started(self, texts: Sequence[str], finish: Callable[[Embedding], _Row]) -> Future[Any]:
        model = (self.name, self.fingerprint, __version__)
        return self._client.submit(embed_on_worker, list(texts), finish, model, self._load_there)

    def _most(self) -> int:
        """Return how many batches are to be under way."""
        now = time.monotonic()
        if now > self._counted + _COUNTED_S:
            self._room = max(_AT_LEAST, _PER_THREAD * self._threads())
            self._counted = now
        return self._room

    def _next(self, arrived: SimpleQueue[Future[Any]]) -> Future[Any]:
        """Wait for a batch, however long it takes, as long as there are workers."""
        since = time.monotonic()
        while True:
            try:
                return arrived.get(timeout=_LOOK_S)
            except Empty:
                if self._threads():
                    since = time.monotonic()
                elif time.monotonic() > since + PATIENCE_S:
                    msg = f"The cluster at {self._address} has had no worker for {PATIENCE_S:.0f} s. {_AGAIN}"
                    raise ClusterError(msg) from None

    def _threads(self) -> int:
        """Count the threads of the cluster's workers."""
        try:
            return sum(self._client.nthreads().values())
        except (CancelledError, OSError, RuntimeError) as error:
            raise self._gone() from error

    def _rows(self, future: Future[Any]) -> list[Any]:
        """Fetch the result of a batch."""
        try:
            return list(future.result())
        except QaBotError:
            raise
        except KilledWorker as error:
            msg = f"Several workers of the cluster at {self._address} died of one batch: {error}"
            raise ClusterError(msg) from error
        except (CancelledError, OSError) as error:
            raise self._gone() from error
        except Exception as error:  # whatever the environment of a worker may raise
            msg = (
                f"A worker of the cluster at {self._address} failed: {type(error).__name__}: {error}. "
                f"Its scheduler and workers need qa_bot {__version__} with the extra `dask`."
            )
            raise ClusterError(msg) from error

    def _gone(self) -> ClusterError:
        return ClusterError(f"The connection to the cluster at {self._address} was lost. {_AGAIN}")


@contextmanager
def _connected(address: str) -> Iterator[Client]:
    _check_answers(address)
    try:
        client = Client(address, timeout=CONNECT_S, set_as_default=False, name="qa-bot")
    except (OSError, ValueError, TypeError, ImportError) as error:
        raise ClusterError(f"No Dask scheduler answers at {address}: {error}") from error
    with client:
        yield client


def _check_answers(address: str) -> None:
    """Check that a scheduler is at an address; Dask itself may wait for a silent one without end.

    Raises:
        UsageError: this is no address.
        ClusterError: nothing answers there, or something else does.
    """
    parts = urlsplit(address if "://" in address else f"tcp://{address}")
    try:
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    if not host or not port or parts.scheme not in {"tcp", "tls"}:
        raise UsageError(f"A Dask scheduler has an address such as tcp://host:8786, not “{address}”.")
    try:
        with socket.create_connection((host, port), CONNECT_S) as connection:
            speaks = parts.scheme == "tls" or connection.recv(1)  # with TLS, the client speaks first
    except OSError as error:
        raise ClusterError(f"No Dask scheduler answers at {address}: {reason_of(error)}.") from error
    if not speaks:
        raise ClusterError(f"What answers at {address} is no Dask scheduler.")


def embed_on_worker(
    texts: Sequence[str],
    finish: Callable[[Embedding], _Row],
    model: tuple[str, str, str],
    load: Load,
) -> list[_Row]:
    """Embed a batch in this process; `model` is the name and fingerprint to use, and the version of qa_bot.

    Raises:
        ClusterError: this worker has another version of qa_bot.
        ModelError: it has another model of that name, or none.
    """
    name, fingerprint, version = model
    here = get_worker().address
    if version != __version__:
        raise ClusterError(f"Worker {here} has qa_bot {__version__}, and the build has {version}.")
    encoder = _loaded(name, fingerprint, load, here)
    return [finish(found) for found in encoder.encode_passages(texts)] if texts else []


_loading = threading.Lock()
_models: dict[tuple[str, str], Encoder] = {}
"""The last model that this process has loaded, by name and fingerprint."""


def _loaded(name: str, fingerprint: str, load: Load, here: str) -> Encoder:
    with _loading:
        if (name, fingerprint) not in _models:
            try:
                encoder = load(name, precision_of(fingerprint))
                _ = encoder.dimension  # an encoder may load when it is first used
            except ModelError as error:
                raise ModelError(f"Worker {here} cannot load the model: {error}") from error
            if encoder.fingerprint != fingerprint:
                msg = (
                    f"Worker {here} has other weights of {name} (fingerprint {encoder.fingerprint[:12]}) "
                    f"than the build ({fingerprint[:12]}): install the same there, and restart it."
                )
                raise ModelError(msg)
            _models.clear()
            _models[name, fingerprint] = encoder
        return _models[name, fingerprint]


def _export_lock(cache: Path) -> FileLock:
    cache.mkdir(parents=True, exist_ok=True)
    return FileLock(cache / "exports.lock")


def _nothing(_: Embedding) -> None:
    """Keep nothing."""
