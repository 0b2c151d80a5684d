"""What is particular to Milvus: long values, heads without transactions, a server that goes away.

milvus-lite serves its protocol here. QA_BOT_MILVUS_URI names a real server for the last test.
"""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import os
import secrets
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import numpy as np
import pytest
from made_up_articles import asked, assert_same, built, district
from store_servers import both, milvus_server, published

from qa_bot.core.errors import StorageError, UsageError
from qa_bot.core.types import Article, Source
from qa_bot.index.opened import open_index
from qa_bot.stores import milvus, milvus_library, milvus_rows, milvus_snapshot
from qa_bot.stores.address import connect
from qa_bot.stores.backend import ArticleRecord, Head, PassageRecord
from qa_bot.stores.milvus import MilvusBackend
from qa_bot.stores.milvus_library import Server
from qa_bot.stores.opened import open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from qa_bot.stores.backend import Snapshot
    from qa_bot.stores.milvus_library import Fields

    _Server = tuple[str, Callable[[], None]]
    """The address of a server, and what restarts it."""

KEY = "0123456789abcdef" * 2
VECTOR = np.array([0.6, 0.8], np.float16).tobytes()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Server]:
    with milvus_server(tmp_path_factory.mktemp("milvus")) as started:
        yield started


@pytest.fixture
def backend(server: _Server) -> MilvusBackend:
    """Connect to a library that holds nothing yet."""
    return MilvusBackend.connect(f"{server[0]}/library_{secrets.token_hex(4)}")


def passage(number: int = 0, terms: str = "red door", text: str = "A red door.") -> PassageRecord:
    return PassageRecord(
        key=f"{KEY}.{number}", origin="desk", terms=terms, text=text, vector=VECTOR, tokens=b"\x00\xff"
    )


def opened(backend: MilvusBackend, generation: int = 1) -> Snapshot:
    """Write a head, so that the rows are visible, and open the state."""
    assert backend.replace_head("desk", Head(generation, b"head"))
    return backend.snapshot()


def test_values_longer_than_a_field_are_read_back_whole(backend: MilvusBackend) -> None:
    terms = " ".join(f"term{number}" for number in range(9_000))
    text = "老茶树" * 20_000 + "|é🙂" * 20_000
    content = bytes(range(256)) * 1_000
    article = ArticleRecord(key=KEY, origin="desk", terms=terms, content=content)
    backend.write([article], [passage(0, terms, text), passage(1)])
    snapshot = opened(backend)
    assert snapshot.read_passages([f"{KEY}.0"], "text") == {f"{KEY}.0": text}
    assert snapshot.read_passages([f"{KEY}.1", "gone"], "tokens") == {f"{KEY}.1": b"\x00\xff"}
    assert snapshot.read_articles([KEY], "terms") == {KEY: terms}
    assert snapshot.read_articles([KEY], "content") == {KEY: content}
    nominees = snapshot.find_words({"term7": 2.0}, 5)
    assert [(one.terms, one.vector) for one in nominees] == [(terms, VECTOR)]
    assert snapshot.keys_with(["term1", "term2"]) == [f"{KEY}.0"]
    assert backend.keys("desk") == {KEY, f"{KEY}.0", f"{KEY}.1"}
    assert backend.keys("other") == frozenset()


def test_a_passage_without_terms_is_found_by_its_vector(backend: MilvusBackend) -> None:
    backend.write([], [passage(0, "", "…")])
    snapshot = opened(backend)
    assert [one.key for one in snapshot.find_vectors(np.array([1, 0], np.float32), 3)] == [f"{KEY}.0"]
    assert snapshot.find_words({"door": 1.0}, 3) == []


def test_more_vectors_are_found_than_milvus_finds_at_once(
    backend: MilvusBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    backend.write([], [passage(number) for number in range(40)])
    snapshot = opened(backend)
    monkeypatch.setattr(milvus_snapshot, "MOST", 7)
    assert len({one.key for one in snapshot.find_vectors(np.array([1, 0], np.float32), 30)}) == 30


def test_of_two_publishers_of_the_same_articles_one_comes_first(backend: MilvusBackend) -> None:
    assert backend.replace_head("desk", Head(1, b"one"))
    state = backend.state()
    assert not backend.replace_head("desk", Head(1, b"other"))
    assert backend.state() == state
    assert backend.snapshot().heads() == {"desk": Head(1, b"one")}
    assert backend.replace_head("desk", Head(2, b"two"))
    assert backend.replace_head("other", Head(1, b"three"))
    assert backend.snapshot().heads() == {"desk": Head(2, b"two"), "other": Head(1, b"three")}
    assert backend.state() != state


def test_a_head_that_was_written_in_part_is_not_in_force_and_goes(
    backend: MilvusBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed after the pieces of a head, and before its record."""
    monkeypatch.setattr(milvus_rows, "ASCII_PIECE", 4)
    assert backend.replace_head("desk", Head(1, b"a long head"))
    real = backend._server.call

    def killed(method: str, collection: str, *arguments: object, **options: object) -> object:
        if method == "upsert" and isinstance(arguments[0], list) and arguments[0][0]["kind"] == "head":
            raise KeyboardInterrupt
        return real(method, collection, *arguments, **options)

    with monkeypatch.context() as patched:
        patched.setattr(backend._server, "call", killed)
        with pytest.raises(KeyboardInterrupt):
            backend.replace_head("desk", Head(2, b"another long head"))
    assert backend.snapshot().heads() == {"desk": Head(1, b"a long head")}
    assert backend.replace_head("desk", Head(2, b"the next head"))
    assert backend.replace_head("desk", Head(3, b"last"))
    assert backend.snapshot().heads() == {"desk": Head(3, b"last")}
    kept = real("query", backend._records, filter="generation > 0", output_fields=["generation"])
    assert {one["generation"] for one in kept} == {3}


def test_a_publisher_that_is_stopped_at_any_request_leaves_the_old_state_or_the_new_one(
    server: _Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped before each request of a publication in turn; heads and articles are cut into pieces."""
    monkeypatch.setattr(milvus_rows, "ASCII_PIECE", 4_000)
    monkeypatch.setattr(milvus, "GRACE_S", 0.0)
    address = f"{server[0]}/stopped"
    for name, articles in (("one", (1, 2)), ("two", (2, 3, 4))):
        built(tmp_path / name, [district(number) for number in articles])
    states = []
    for name in ("two", "one"):
        published(tmp_path / name, address)
        states.append(list(open_store(connect(address)).store.all_passages()))
    after, before = states
    real = Server.call
    left = 0

    def stopping(self: Server, method: str, *arguments: object, **options: object) -> object:
        nonlocal left
        left -= 1
        if left == 0:
            raise KeyboardInterrupt
        return real(self, method, *arguments, **options)

    seen = []
    for requests in range(1, 100):
        left = requests
        with monkeypatch.context() as patched:
            patched.setattr(Server, "call", stopping)
            with suppress(KeyboardInterrupt):
                published(tmp_path / "two", address)
        seen.append(list(open_store(connect(address)).store.all_passages()))
        if left > 0:
            break
        published(tmp_path / "one", address)  # whatever was left does not disturb it
        assert len(connect(address).keys("desk")) == 2 + len(before)
    changed = seen.index(after)
    assert seen == [before] * changed + [after] * (len(seen) - changed)
    assert changed > 5
    assert len(seen) - changed > 2


def test_rows_stay_for_a_time_and_longer_if_they_are_listed_again(
    backend: MilvusBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    backend.write([ArticleRecord(key=KEY, origin="desk", terms="", content=b"")], [passage(0), passage(1)])
    keys = sorted(backend.keys("desk"))
    backend.remove("desk", keys)
    assert sorted(backend.keys("desk")) == keys
    backend.remove("desk", keys[:1])  # the others are listed again
    with monkeypatch.context() as patched:
        patched.setattr(milvus, "GRACE_S", 1_000.0)
        backend.remove("desk", keys)
        assert sorted(backend.keys("desk")) == keys
    monkeypatch.setattr(milvus, "GRACE_S", 0.0)
    backend.remove("desk", keys[1:])
    assert sorted(backend.keys("desk")) == keys[:1]


def test_nominees_include_the_best_after_passages_have_become_longer(server: _Server, tmp_path: Path) -> None:
    """All are weighed with the average of the first passages, 3 terms, and the average is 16.5 now.

    With 3, one "ferry" of 3 terms weighs more than six of 30: 2.2 * 1 / (1 + 1.2) = 1.0 and
    2.2 * 6 / (6 + 1.2 * (0.25 + 0.75 * 10)) = 0.86. With 16.5, it weighs 1.51 and they weigh 1.67.
    """

    def articles(ferries: int, harbours: int) -> list[Article]:
        words = ["ferry"] * ferries + ["harbour"] * harbours
        return [
            Article(
                id=f"{ferries}-{number}",
                source=Source(path=f"{ferries}-{number}"),
                paragraphs=(" ".join([*words, f"stall{chr(97 + number)}"]),),
            )
            for number in range(25)
        ]

    address = f"{server[0]}/longer"
    short, long = articles(1, 1), articles(6, 23)
    published(built(tmp_path / "short", short), address, "a")
    published(built(tmp_path / "long", long), address, "b")
    stored = open_store(connect(address))
    index = open_index(built(tmp_path / "all", [*short, *long]))
    for k in (1, 5, 20):
        expected = index.passage_bm25.search(["ferri"], k)
        found = stored.passage_bm25.search(["ferri"], k)
        assert list(found.values()) == pytest.approx(list(expected.values()), abs=1e-4)
        assert min(expected) >= len(short)


def test_it_answers_again_after_the_server_was_restarted(server: _Server, tmp_path: Path) -> None:
    address, restart = f"{server[0]}/restarted", server[1]
    index, stored = both(built(tmp_path / "index", [district(1), district(2)]), address)
    backend = connect(address)
    state = backend.state()
    restart()
    assert backend.state() == state
    for reader in (stored, open_store(connect(address))):
        assert_same(asked(reader, "bridge of district 2"), asked(index, "bridge of district 2"))
    again = published(tmp_path / "index", address)
    assert (again.written, again.removed) == (0, 0)


def test_what_cannot_be_used_is_named(server: _Server, monkeypatch: pytest.MonkeyPatch) -> None:
    for wrong in ("milvus+http://there/", "milvus+http://user:secret@there/library", "milvus+http://a/b/c"):
        with pytest.raises(UsageError, match=r"Write milvus\+http://HOST:PORT/COLLECTION"):
            connect(wrong)
    with pytest.raises(StorageError, match=r"No Milvus server answers at http://127\.0\.0\.1:9"):
        connect("milvus+http://127.0.0.1:9/library")
    made = MilvusBackend.connect(f"{server[0]}/taken")
    fields: Fields = {"id": ("INT64", {"is_primary": True}), "image": ("FLOAT_VECTOR", {"dim": 2})}
    made._server.create("taken", fields, {"image": ("FLAT", "IP")})
    with pytest.raises(
        StorageError, match=r"taken at .* is not a library of qa_bot: its fields are id, image"
    ):
        connect(f"{server[0]}/taken").keys("desk")
    monkeypatch.setitem(sys.modules, "pymilvus", None)
    milvus_library._pymilvus.cache_clear()
    with pytest.raises(
        StorageError, match=r'needs pymilvus .*: install it with `pip install "qa-bot\[milvus\]"`'
    ):
        connect(f"{server[0]}/library")


def test_another_dimension_is_refused_in_words(backend: MilvusBackend) -> None:
    backend.write([], [passage()])
    other = PassageRecord(key="b.0", origin="b", terms="", text="", vector=VECTOR * 2, tokens=b"")
    with pytest.raises(StorageError, match="holds vectors of 2 numbers, and this model's have 4"):
        connect(backend.address).write([], [other])


def test_a_real_server_answers_as_the_index_folder(tmp_path: Path) -> None:
    """Publishes to collections of its own, and drops them at the end."""
    uri = os.environ.get("QA_BOT_MILVUS_URI")
    if not uri:
        pytest.skip("QA_BOT_MILVUS_URI names no Milvus server, such as http://localhost:19530")
    address = f"milvus+{uri.rstrip('/')}/qa_bot_test_{secrets.token_hex(4)}"
    backend = MilvusBackend.connect(address)
    try:
        first, second = [*map(district, range(9))], [*map(district, range(1, 12))]
        index, stored = both(built(tmp_path / "one", first), address)
        later, after = both(built(tmp_path / "two", second), address)
        for question in ("ferry tower", "the bridge of district 7", "brige", '"tower of district 3"'):
            assert_same(asked(stored, question), asked(index, question))
            assert_same(asked(after, question), asked(later, question))
    finally:
        for collection in (backend._passages, backend._records):
            backend._server.call("drop_collection", collection)
