"""The address of a saved page is the one written into it by the program that saved it."""

import pytest

from qa_bot.reading.html.page import read_web

ADDRESS = "https://www.gazette.example/2024/02/tide?page=1"
BODY = (
    "<h1>Tide rises</h1><p>The tide rises over the quay of Morrow Bay twice a day, and boats are tied up.</p>"
)


@pytest.mark.parametrize(
    "comment",
    [
        f"\n Page saved with SingleFile \n url: {ADDRESS} \n saved date: Wed Mar 06 2024 10:12:13 GMT+0100\n",
        f"\n Archive processed by SingleFile \n url: {ADDRESS} \n saved date: Wed Mar 06 2024\n",
        f" saved from url=({len(ADDRESS):04}){ADDRESS} ",
        f" Saved from {ADDRESS} at 2024-03-06T10:12:13Z using monolith v2.8.1 ",
    ],
)
def test_comment_of_the_saving_program_has_the_address(comment: str) -> None:
    """Above the page or within its first element."""
    for page in (
        f"<!DOCTYPE html>\n<!--{comment}-->\n<html><body>{BODY}</body></html>",
        f"<!DOCTYPE html> <html lang=en><!--{comment}--><meta charset=utf-8><body>{BODY}",
    ):
        assert read_web(page, "p").source.url == ADDRESS


def test_other_programs_write_it_elsewhere() -> None:
    """As an attribute, in a meta tag, or without its scheme."""
    page = f'<html data-scrapbook-source="{ADDRESS}"><body>{BODY}</body></html>'
    assert read_web(page, "p").source.url == ADDRESS
    page = f'<html><head><meta name="savepage-url" content="{ADDRESS}"></head><body>{BODY}</body></html>'
    assert read_web(page, "p").source.url == ADDRESS
    comment = "<!-- Mirrored from gazette.example/tide.html by HTTrack Website Copier/3.x -->"
    page = f"<html>{comment}<body>{BODY}</body></html>"
    assert read_web(page, "p").source.url == "http://gazette.example/tide.html"


@pytest.mark.parametrize(
    "comment", [f" see {ADDRESS} ", " built from https://tools.example/theme ", f" url: {ADDRESS} "]
)
def test_other_comments_are_no_addresses(comment: str) -> None:
    """For example the home page of a theme."""
    assert read_web(f"<html><!--{comment}--><body>{BODY}</body></html>", "p").source.url is None
