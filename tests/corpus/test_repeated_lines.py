"""Lines that a publication repeats around its articles are dropped; prose that its articles share stays."""

import itertools
import random
from collections.abc import Sequence
from dataclasses import replace

import pytest

from qa_bot.core.types import Article, Form, Source
from qa_bot.corpus.repeated_lines import drop_repeated

SIGN_UP = "Sign up for the Harbour Letter and get the news of the coast every morning."
RIGHTS = "© 2021 Morrow Media. All rights reserved."
NOTICE = (
    "Morrow Media is part of the Calder Group, which owns forty papers in nine countries, has its seat in"
    " Ness and is held by a trust."
)
BACKGROUND = (
    "The outbreak began in a harbour town in December and has since spread to thirty countries on four"
    " continents, according to the health office."
)
_numbers = itertools.count()


def prose() -> str:
    """Return a paragraph that occurs in no other article."""
    number = next(_numbers)
    return f"Ship {number} came into the harbour on Monday with a cargo of {number} tons, the office said."


def articles(bodies: Sequence[Sequence[str]], publication: str | None = "Gazette") -> list[Article]:
    """Return articles of one publication."""
    return [
        Article(
            id=str(number),
            source=Source(path=f"{number}.txt", publication=publication),
            paragraphs=tuple(body),
        )
        for number, body in enumerate(bodies)
    ]


def read(found: Sequence[Article]) -> list[tuple[str, ...]]:
    """Return the bodies of the articles after dropping."""
    return [article.paragraphs for article in found]


def test_words_to_the_reader_go_from_the_edges_of_three_articles() -> None:
    """Words to the reader at the edges of three articles are dropped."""
    bodies = [[prose(), prose()] for _ in range(3)]
    found = drop_repeated(articles([[SIGN_UP, *body, RIGHTS] for body in bodies]))
    assert read(found) == [tuple(body) for body in bodies]


def test_forms_stay_with_their_paragraphs() -> None:
    """The number of a paragraph counts those that are left."""
    forms = ((1, Form.QUOTE), (3, Form.ITEM))
    given = [replace(one, forms=forms) for one in articles([[SIGN_UP, prose(), prose()] for _ in range(3)])]
    assert [article.forms for article in drop_repeated(given)] == [((2, Form.ITEM),)] * 3


def test_two_articles_prove_nothing() -> None:
    """Two articles are not enough evidence."""
    given = articles([[prose(), prose(), RIGHTS] for _ in range(2)])
    assert drop_repeated(given) == given


def test_words_to_the_reader_inside_the_body_go_from_five_articles() -> None:
    """Words to the reader inside the body are dropped if five articles have them."""
    few = articles([[prose(), SIGN_UP, prose()] for _ in range(4)])
    many = articles([[prose(), SIGN_UP, prose()] for _ in range(5)])
    assert drop_repeated(few) == few
    assert all(SIGN_UP not in body for body in read(drop_repeated(many)))


def test_notice_that_reads_like_prose_goes_only_where_nearly_all_articles_end_with_it() -> None:
    """A notice that looks like prose is dropped only if nearly all articles end with it."""
    whole = drop_repeated(articles([[prose(), prose(), prose(), NOTICE, RIGHTS] for _ in range(8)]))
    assert all(NOTICE not in body for body in read(whole))
    partly = articles([[prose(), prose(), NOTICE] for _ in range(8)] + [[prose(), prose()] for _ in range(3)])
    assert drop_repeated(partly) == partly


def test_background_of_follow_up_stories_stays() -> None:
    """The repeated background of follow-up stories stays."""
    few = [[prose(), prose(), BACKGROUND] for _ in range(6)]
    moving = [[prose(), *body] for body in ([prose(), BACKGROUND], [BACKGROUND, prose()]) for _ in range(8)]
    for bodies in (few, moving):
        given = articles(bodies)
        assert drop_repeated(given) == given


def test_heading_between_paragraphs_stays_however_often() -> None:
    """A heading between paragraphs stays, however often it occurs."""
    given = articles([[prose(), "What happens next", prose()] for _ in range(20)])
    assert drop_repeated(given) == given


def test_line_counts_within_its_publication_or_host() -> None:
    """Lines are counted within a publication or host."""
    bodies = [[prose(), prose(), RIGHTS] for _ in range(3)]
    apart = [*articles(bodies[:1], "Gazette"), *articles(bodies[1:2], "Herald"), *articles(bodies[2:], None)]
    assert drop_repeated(apart) == apart
    urls = ["https://www.example.org/a", "http://example.org/b", "https://example.org:80/c"]
    same_host = [
        Article(id=url, source=Source(path="a", url=url), paragraphs=tuple(body))
        for url, body in zip(urls, bodies, strict=True)
    ]
    assert all(RIGHTS not in body for body in read(drop_repeated(same_host)))


def test_article_of_hardly_anything_else_keeps_all() -> None:
    """An article that would lose most of its text keeps all of it."""
    bodies = [[prose(), prose(), prose(), RIGHTS] for _ in range(5)]
    found = drop_repeated(articles([*bodies, [RIGHTS], ["Brief.", RIGHTS]]))
    assert read(found)[-2:] == [(RIGHTS,), ("Brief.", RIGHTS)]
    assert RIGHTS not in found[0].paragraphs


def test_what_goes_does_not_depend_on_the_order() -> None:
    """The dropped lines do not depend on the order of the articles."""
    lines = [SIGN_UP, RIGHTS, NOTICE, BACKGROUND, "Gazette Newsroom"]
    draw = random.Random(5)  # noqa: S311  (not a secret)
    given = articles([[prose(), prose(), prose(), *draw.sample(lines, 3)] for _ in range(30)])
    shuffled = draw.sample(given, len(given))
    assert sorted(drop_repeated(shuffled), key=lambda article: int(article.id)) == drop_repeated(given)


@pytest.mark.parametrize("url", ["", "no address", "http://[broken", "mailto:desk@example.org"])
def test_odd_addresses_and_no_articles_are_no_trouble(url: str) -> None:
    """Malformed addresses and an empty corpus raise no error."""
    given = [
        Article(id="a", source=Source(path="a", url=url), paragraphs=(prose(),)),
        Article(id="b", source=Source(path="b"), paragraphs=()),
    ]
    assert drop_repeated(given) == given
    assert drop_repeated([]) == []
