"""Embedding on a Dask cluster: two worker processes of one thread each, on this machine."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import hashlib
import os
import signal
import socket
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from commands import shared_cache, write_pile
from distributed import LocalCluster
from tiny import TinyEncoder, ignore, model, write_articles

from qa_bot.core.errors import ClusterError, ModelError, UsageError
from qa_bot.core.types import Progress
from qa_bot.encoders import cluster
from qa_bot.index import embed
from qa_bot.index.build import build_index
from qa_bot.index.opened import open_index
from qa_bot.index.storage import versions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager

    from commands import Commands

    from qa_bot.encoders.cluster import Load
    from qa_bot.encoders.precision import Precision
    from qa_bot.encoders.protocol import Embedding, Encoder

pytestmark = pytest.mark.slow
TEXTS = [f"Ferry number {number} left the harbour of Quay." for number in range(300)]


@pytest.fixture(scope="module")
def local_cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCluster]:
    """Start two workers, with the cache folder of the whole run."""
    with pytest.MonkeyPatch.context() as variables:
        variables.setenv("XDG_CACHE_HOME", str(shared_cache(tmp_path_factory)))
        with started() as found:
            yield found


def started(workers: int = 2) -> LocalCluster:
    return LocalCluster(
        n_workers=workers, threads_per_worker=1, dashboard_address="127.0.0.1:0", silence_logs=50
    )


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write 300 paragraphs, which are batches of eight."""
    monkeypatch.setattr(embed, "_BATCH", 8)
    write_articles(tmp_path / "corpus", {f"{n}.md": "\n\n".join(TEXTS[n::10]) for n in range(10)})
    return tmp_path / "corpus"


def wait_until(is_so: Callable[[], bool]) -> None:
    for _ in range(100):
        if is_so():
            return
        time.sleep(0.05)
    pytest.fail("it is not so")


def on(
    found: LocalCluster, encoder: TinyEncoder, load: Load
) -> AbstractContextManager[cluster.ClusterEncoder]:
    return cluster.on_cluster(found.scheduler_address, encoder, load)


def load_tiny(_: str, _precision: Precision) -> Encoder:
    return TinyEncoder()


def load_other(_: str, _precision: Precision) -> Encoder:
    return TinyEncoder(weights="other")


def load_none(name: str, _precision: Precision) -> Encoder:
    raise ModelError(f"There is no {name}.")


def load_broken(_: str, _precision: Precision) -> Encoder:
    return UnscaledEncoder()


def load_slow(_: str, _precision: Precision) -> Encoder:
    return SlowEncoder()


class UnscaledEncoder(TinyEncoder):
    """An encoder whose vectors have twice the length that they should have."""

    def encode_passages(self, texts: Sequence[str]) -> list[Embedding]:
        """Embed passages, and spoil their vectors."""
        return [replace(found, vector=found.vector * 2) for found in super().encode_passages(texts)]


class SlowEncoder(TinyEncoder):
    """An encoder that takes its time, so that a build can be interrupted."""

    def encode_passages(self, texts: Sequence[str]) -> list[Embedding]:
        """Embed passages, a tenth of a second later."""
        time.sleep(0.1)
        return super().encode_passages(texts)


class MortalEncoder(TinyEncoder):
    """An encoder that ends its process in the middle of a batch, unless its file is there."""

    def encode_passages(self, texts: Sequence[str]) -> list[Embedding]:
        """Embed passages, or die."""
        marker = Path(self.name)
        if "Ferry number 7 " in " ".join(texts) and not marker.exists():
            marker.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return super().encode_passages(texts)


def load_mortal(name: str, _precision: Precision) -> Encoder:
    return MortalEncoder(name)


def rows_of(index: Path) -> dict[str, str]:
    folder = versions.current_version(index) / embed.ROWS
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_a_build_on_a_cluster_has_the_rows_of_a_build_without_one(
    local_cluster: LocalCluster, corpus: Path, tmp_path: Path
) -> None:
    here, steps = TinyEncoder(), list[Progress]()
    build_index(tmp_path / "without", corpus, model(TinyEncoder()), ignore)
    with on(local_cluster, here, load_tiny) as encoder:
        build_index(tmp_path / "with", corpus, encoder, steps.append)
    assert rows_of(tmp_path / "with") == rows_of(tmp_path / "without")
    assert not set(here.embedded) & set(TEXTS)
    assert [step.done for step in steps if step.stage == "embedding"][-1] == 300


def test_a_worker_that_dies_in_a_batch_costs_nothing_but_time(
    local_cluster: LocalCluster, corpus: Path, tmp_path: Path
) -> None:
    marker = tmp_path / "died"
    build_index(tmp_path / "without", corpus, model(TinyEncoder(str(marker))), ignore)
    with on(local_cluster, TinyEncoder(str(marker)), load_mortal) as encoder:
        build_index(tmp_path / "with", corpus, encoder, ignore)
    assert marker.exists()
    assert rows_of(tmp_path / "with") == rows_of(tmp_path / "without")


def test_a_worker_with_another_model_is_refused_by_name(local_cluster: LocalCluster) -> None:
    with pytest.raises(ModelError, match=r"Worker tcp://127\.0\.0\.1:\d+ has other weights of changed"):
        on(local_cluster, TinyEncoder("changed"), load_other).__enter__()


def test_a_worker_without_the_model_is_refused_by_name(local_cluster: LocalCluster) -> None:
    with pytest.raises(ModelError, match=r"Worker tcp://127\.0\.0\.1:\d+ cannot .* There is no absent"):
        on(local_cluster, TinyEncoder("absent"), load_none).__enter__()


def test_a_worker_with_another_version_of_qa_bot_is_refused(
    local_cluster: LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "__version__", "0.0.1")
    with pytest.raises(ClusterError, match=r"Worker tcp://\S+ has qa_bot .*, and the build has 0\.0\.1"):
        on(local_cluster, TinyEncoder(), load_tiny).__enter__()


def test_vectors_that_are_no_model_s_are_refused(
    local_cluster: LocalCluster, corpus: Path, tmp_path: Path
) -> None:
    with (
        on(local_cluster, TinyEncoder("broken"), load_broken) as encoder,
        pytest.raises(ClusterError, match="a vector is not of unit length"),
    ):
        build_index(tmp_path / "index", corpus, encoder, ignore)


def test_an_interrupted_build_leaves_no_task_to_the_cluster_and_is_continued_without_it(
    local_cluster: LocalCluster, corpus: Path, tmp_path: Path
) -> None:
    def interrupt(step: Progress) -> None:
        if step.done >= 16:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), on(local_cluster, TinyEncoder("slow"), load_slow) as encoder:
        build_index(tmp_path / "index", corpus, encoder, interrupt)
    here = TinyEncoder()
    build_index(tmp_path / "index", corpus, model(here), ignore)
    assert len(set(here.embedded) & set(TEXTS)) == 300 - 16
    scheduler = local_cluster.scheduler
    assert scheduler
    wait_until(lambda: not scheduler.tasks)


def test_a_cluster_that_goes_away_stops_the_build_and_what_it_embedded_is_kept(
    corpus: Path, tmp_path: Path
) -> None:
    with started(1) as leaving:

        def leave(step: Progress) -> None:
            if step.stage == "embedding" and step.done == 16:
                leaving.close()

        with (
            pytest.raises(ClusterError, match=r"was lost\. What was embedded is kept: run the command again"),
            on(leaving, TinyEncoder("slow"), load_slow) as encoder,
        ):
            build_index(tmp_path / "index", corpus, encoder, leave)
    here = TinyEncoder()
    build_index(tmp_path / "index", corpus, model(here), ignore)
    assert len(set(here.embedded) & set(TEXTS)) <= 300 - 16
    assert open_index(tmp_path / "index").is_embedded


def test_a_cluster_without_workers_is_not_waited_for_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "PATIENCE_S", 0.2)
    with started(0) as empty, pytest.raises(ClusterError, match="has had no worker for"):
        on(empty, TinyEncoder(), load_tiny).__enter__()


@pytest.mark.parametrize("address", ["nowhere", "gopher://quay:1", "tcp://quay:port", "tcp://:1", ""])
def test_what_is_no_address_is_wrong_usage(address: str) -> None:
    with pytest.raises(UsageError, match=f"such as tcp://host:8786, not “{address}”"):
        cluster.on_cluster(address, TinyEncoder(), load_tiny).__enter__()


def test_an_address_where_no_scheduler_answers_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "CONNECT_S", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(ClusterError, match=f"No Dask scheduler answers at {address}: timed out"):
            cluster.on_cluster(address, TinyEncoder(), load_tiny).__enter__()
    with pytest.raises(ClusterError, match=f"No Dask scheduler answers at {address}: connection refused"):
        cluster.on_cluster(address, TinyEncoder(), load_tiny).__enter__()


def test_without_the_extra_the_message_names_it(indexed: Commands, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.delitem(sys.modules, "qa_bot.encoders.cluster")
    message = indexed.refused("index", "--workers", "tcp://127.0.0.1:1")
    assert "--workers" in message
    assert "[dask]" in message


def test_the_command_embeds_on_a_cluster_as_it_does_here(
    local_cluster: LocalCluster, commands: Commands, tmp_path: Path
) -> None:
    """With the real model, which each worker loads."""
    write_pile(tmp_path / "corpus")
    commands.run("index", "--index", "without")
    address = local_cluster.scheduler_address.removeprefix("tcp://")  # as a person may write it
    ran = commands.run("index", "--index", "with", "--workers", address)
    assert ran.code == 0
    assert rows_of(tmp_path / "with") == rows_of(tmp_path / "without")
