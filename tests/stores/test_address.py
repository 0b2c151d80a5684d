"""Addresses and names of publishers are checked before anything is opened."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import pytest

from qa_bot.core.errors import UsageError
from qa_bot.stores.address import checked_origin, connect, is_address, origin_of


@pytest.mark.parametrize(
    "text", ["lance:///srv/library", "lance://library", "s3://bucket/library", "milvus+https://host/one"]
)
def test_addresses_have_a_scheme_and_a_place(text: str) -> None:
    assert is_address(text)


@pytest.mark.parametrize("text", ["", "lance://", "/srv/library", "ftp://there", "s3:/bucket", "lance"])
def test_anything_else_is_refused(text: str) -> None:
    assert not is_address(text)
    with pytest.raises(
        UsageError, match=r"is not the address of a store\. Write lance://FOLDER, s3://BUCKET/LIBRARY or"
    ):
        connect(text)


def test_the_name_of_a_publisher_is_plain() -> None:
    assert checked_origin("desk-1.north_总部") == "desk-1.north_总部"
    for name in ("", "a b", "a'b", 'a"b', "a/b", "a%", "x" * 101):
        with pytest.raises(UsageError, match="--origin takes letters"):
            checked_origin(name)
    assert checked_origin(origin_of("my 'articles' (old)")) == "my--articles---old-"
    assert origin_of("") == "corpus"
