"""Exports of read-later programs are recognised by their form, and nothing else is taken for one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from qa_bot.adding.exports import addresses_in, omnivore_pages
from qa_bot.core.errors import ReadingError
from qa_bot.core.types import Source

if TYPE_CHECKING:
    from pathlib import Path

ONE, TWO = "https://quay.example/bridge?a=1&b=2", "https://quay.example/ferry"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "part_000000.csv",
            f"title,url,time_added,tags,status\nThe bridge,{ONE},1580515200,,unread\n"
            f",{TWO},1580515201,a|b,archive\n",
        ),
        (
            "instapaper-export.csv",
            f'URL,Title,Selection,Folder,Timestamp\n{ONE},"The bridge, again",,Unread,1580515200\n'
            f"{TWO},Ferry,,Archive,1\n{ONE},The same,,Archive,2\n",
        ),
        (
            "ril_export.html",
            "<!DOCTYPE html><html><head><title>Pocket Export</title></head><body><h1>Unread</h1><ul>"
            f'<li><a href="{ONE.replace("&", "&amp;")}" time_added="1580515200" tags="">The bridge</a></li>\n'
            f'<li><a href="{TWO}" time_added="2" tags="x">Ferry</a></li></ul>'
            '<p><a href="https://quay.example/about">About</a></p></body></html>',
        ),
        ("bom.csv", f"\ufeffurl,title\n{ONE},x\n{TWO},y\nnot an address,z\njavascript:alert(1),w\n"),
    ],
)
def test_a_reading_list_is_its_addresses(tmp_path: Path, name: str, text: str) -> None:
    """Each address once, in the order of the list."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert addresses_in(tmp_path / name) == [ONE, TWO]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("figures.csv", b"year,visitors\n2020,12\n"),
        ("sites.csv", b"url,visitors\nhttps://quay.example,12\n"),
        ("broken.csv", b"\xff\xfe\x00url,title\n"),
        ("nul.csv", b"url,title\n\0\n"),
        ("empty.csv", b""),
        ("page.html", b"<title>Pocket money</title><a href='https://quay.example' time_added='1'>x</a>"),
        ("list.txt", b"url,title\nhttps://quay.example,x\n"),
    ],
)
def test_other_files_are_no_reading_list(tmp_path: Path, name: str, content: bytes) -> None:
    """Whatever they contain."""
    (tmp_path / name).write_bytes(content)
    assert addresses_in(tmp_path / name) == []


def test_a_missing_file_and_a_link_are_no_reading_list(tmp_path: Path) -> None:
    """Links are not followed."""
    (tmp_path / "list.csv").write_text(f"url,title\n{ONE},x\n", encoding="utf-8")
    (tmp_path / "link.csv").symlink_to("list.csv")
    assert addresses_in(tmp_path / "link.csv") == []
    assert addresses_in(tmp_path / "missing.csv") == []


def _omnivore(folder: Path, *items: object) -> None:
    (folder / "content").mkdir()
    (folder / "metadata_0_to_20.json").write_text(json.dumps(items), encoding="utf-8")


def test_an_omnivore_export_states_the_source_of_each_page(tmp_path: Path) -> None:
    """Fields that it does not have stay unknown."""
    _omnivore(
        tmp_path,
        {
            "slug": "bridge",
            "title": "The bridge\x1b[2J",
            "author": "Ilse Marrow",
            "siteName": "The Quay Courier",
            "url": TWO,
            "publishedAt": "2023-05-14T08:00:00.000Z",
        },
        {"slug": "ferry", "publishedAt": "soon", "author": None},
    )
    for slug in ("bridge", "ferry"):
        (tmp_path / "content" / f"{slug}.html").write_text("<p>text</p>", encoding="utf-8")
    assert omnivore_pages(tmp_path) == {
        "content/bridge.html": Source(
            path="content/bridge.html",
            title="The bridge",
            publication="The Quay Courier",
            author="Ilse Marrow",
            date="2023-05-14",
            url=TWO,
        ),
        "content/ferry.html": Source(path="content/ferry.html"),
    }


@pytest.mark.parametrize("slug", ["../secret", "a/b", "", None, 7, "missing", "link"])
def test_an_item_without_a_page_of_its_own_is_left_out(tmp_path: Path, slug: object) -> None:
    """Nothing outside the export is read."""
    _omnivore(tmp_path, {"slug": slug, "title": "x"}, "no item")
    (tmp_path / "secret.html").write_text("<p>secret</p>", encoding="utf-8")
    (tmp_path / "content" / "link.html").symlink_to("../secret.html")
    assert omnivore_pages(tmp_path) == {}


def test_a_damaged_list_of_an_export_is_told(tmp_path: Path) -> None:
    """A folder without lists is no export."""
    assert omnivore_pages(tmp_path) == {}
    _omnivore(tmp_path)
    assert omnivore_pages(tmp_path) == {}
    (tmp_path / "metadata_20_to_40.json").write_text("[{", encoding="utf-8")
    with pytest.raises(ReadingError, match="metadata_20_to_40"):
        omnivore_pages(tmp_path)


def test_a_link_to_a_folder_is_no_export(tmp_path: Path) -> None:
    """Its pages are elsewhere."""
    _omnivore(tmp_path, {"slug": "bridge"})
    (tmp_path / "content" / "bridge.html").write_text("<p>text</p>", encoding="utf-8")
    (tmp_path / "content").rename(tmp_path / "elsewhere")
    (tmp_path / "content").symlink_to("elsewhere")
    assert omnivore_pages(tmp_path) == {}
