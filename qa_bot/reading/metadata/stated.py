"""The named fields that describe an article in front matter and exports -> Source.

The table lists the names that programs which clip, crawl and export articles use for a title, a publication,
an author, a date and an address. The day on which a page was clipped, crawled or saved is not its date.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from qa_bot.core.types import Source
from qa_bot.reading.metadata.fields import first_field, read_authors, read_date
from qa_bot.reading.metadata.names import clean_authors
from qa_bot.reading.metadata.values import ADDRESS, address_in, bare_name, date_in, names_in, plain_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["DESCRIBING", "named_fields", "stated_source"]

_TITLE: Final = (
    "title", "headline", "webtitle", "resolvedtitle", "giventitle", "articletitle", "fulltitle", "heading",
    "subject", "name",
)  # fmt: skip
_PUBLICATION: Final = (
    "publication", "publicationname", "publicationtitle", "newspaper", "magazine", "journal", "journaltitle",
    "containertitle", "source", "sitename", "site", "publisher", "outlet", "newssource", "sourcename",
    "sourcetitle", "sourcehostname", "website", "origin", "feedtitle",
)  # fmt: skip
_MAYBE_ADDRESS: Final = ("source", "site", "website", "origin", "publisher", "sourcename", "sourcehostname")
_AUTHOR: Final = (
    "author", "authors", "creator", "creators", "by", "byline", "bylines", "authorname", "authornames",
    "writer", "writers", "reporter", "reporters", "journalist", "journalists", "publishedby",
)  # fmt: skip
_BYLINE: Final = ("by", "byline", "bylines")
_DATE: Final = (
    "datepublished", "publisheddate", "publishdate", "datepublish", "published", "publishedat", "publishedon",
    "publishedtime", "publicationdate", "pubdate", "webpublicationdate", "publishedonline", "publishedprint",
    "firstpublished",
    "firstpublicationdate", "posted", "dateposted", "postdate", "postedat", "issued", "date", "datetime",
    "displaydate", "createdutc", "time", "year",
)  # fmt: skip
_URL: Final = (
    "url", "link", "canonical", "canonicalurl", "permalink", "weburl", "articleurl", "pageurl", "originalurl",
    "resolvedurl", "givenurl", "source", "sourceurl", "href", "uri", "mainentityofpage", "alternate", "guid",
    "id",
)  # fmt: skip
DESCRIBING: Final = frozenset({*_TITLE, *_PUBLICATION, *_AUTHOR, *_DATE, *_URL})
"""The names of all fields that a source is made of."""
_NESTED: Final = frozenset(
    {"article", "attributes", "data", "extra", "fields", "meta", "metadata", "params", "post", "properties"}
    | {"taxonomies", "thread"}
)
"""Nested tables that also describe the article."""
_DEEPEST: Final = 4
_ELASTIC: Final = "_source"


def named_fields(fields: Mapping[Any, Any], depth: int = 0) -> dict[str, Any]:
    """Return the fields by their names in lower case, without punctuation: "Publish_Date" is "publishdate".

    Fields of nested tables that describe the article are included unless an outer field has the same name.
    The part of a name before a colon, as in "dc:title", is optional.
    """
    found: dict[str, Any] = {}
    nested: list[Mapping[Any, Any]] = []
    prefixed: dict[str, Any] = {}
    for key, value in fields.items():
        if not isinstance(key, str):
            continue
        name = bare_name(key)
        if isinstance(value, dict) and depth < _DEEPEST and (name in _NESTED or key == _ELASTIC):
            nested.append(value)
            if key == _ELASTIC:  # not a source in any other sense
                continue
        found.setdefault(name, value)
        if ":" in key:
            prefixed.setdefault(bare_name(key.rpartition(":")[2]), value)
    for more in (prefixed, *(named_fields(table, depth + 1) for table in nested)):
        for name, value in more.items():
            if found.get(name) is None or (name in _NESTED and isinstance(found[name], dict)):
                found[name] = value
    return found


def stated_source(fields: Mapping[str, Any], path: str) -> Source:
    """Build a Source from the result of named_fields."""
    plain = {name: plain_value(fields[name]) for name in _given(fields, (*_TITLE, *_PUBLICATION))}
    for name in _MAYBE_ADDRESS:
        if ADDRESS.match(str(plain.get(name) or "")):
            del plain[name]
    authors = {name: _names(fields, name) for name in _given(fields, _AUTHOR)}
    dates = {name: date_in(fields[name]) for name in _given(fields, _DATE)}
    addresses = (address_in(fields[name]) for name in _given(fields, _URL))
    return Source(
        path=path,
        title=first_field(plain, _TITLE),
        publication=first_field(plain, _PUBLICATION),
        author=read_authors(authors, list(authors)),
        date=read_date(dates, list(dates)),
        url=next(filter(None, addresses), None),
    )


def _given(fields: Mapping[str, Any], names: Iterable[str]) -> list[str]:
    """Return the names of fields that are present, in order of preference."""
    return [name for name in names if fields.get(name) is not None]


def _names(fields: Mapping[str, Any], name: str) -> list[str]:
    """Return the authors in a field; a byline may also have a role, a place or a date."""
    found = list(names_in(fields.get(name)))
    return [clean_authors(one) or one for one in found] if name in _BYLINE else found
