"""What the articles state of themselves is listed, and nothing else."""

from pathlib import Path

import pytest
from commands import write_pile
from tiny import TinyEncoder, ignore, model

from qa_bot.answering.listings import listing_of
from qa_bot.core.errors import QuestionError
from qa_bot.core.listing import Field, Listing
from qa_bot.core.query_syntax import NO_FILTERS
from qa_bot.core.types import Filters, Source
from qa_bot.index.build import build_index
from qa_bot.index.opened import Index, open_index
from qa_bot.language.pile_questions import PileQuestion, pile_question

DAM = "The Vela dam burst in the night, and the water reached Sandmere by morning."


def article(title: str, author: str, publication: str, date: str, *paragraphs: str, url: str = "") -> str:
    """Write an article with what it states of itself; "" for nothing."""
    stated = {"title": title, "author": author, "publication": publication, "date": date, "url": url}
    lines = [f"{key}: {value}" for key, value in stated.items() if value]
    return "\n".join(["---", *lines, "---", "\n\n".join(paragraphs), ""])


PILE = {
    "dam.md": article(
        "The night of the dam",
        "Ada Finch",
        "Quay Courier",
        "2020-05-04",
        DAM,
        "The dam is gone.",
        url="https://www.quay.example/dam/",
    ),
    "trial.md": article(
        "A trial in Torvik", "Ada Finch, Bo Reed", "Harbour Gazette", "2021", "The trial is on the Vela."
    ),
    "later.md": article(
        "Sandmere rebuilds", "Bo Reed", "Quay Courier", "2022-01-09", "A new dam is planned on the Vela."
    ),
    "copy.md": article(
        "The night of the dam", "Cy Odd", "Evening Echo", "2020-05-06", DAM, "The dam is gone."
    ),
    "note.txt": "Nobody signed this page about the lighthouse.\n",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """Index four articles."""
    folder = tmp_path_factory.mktemp("listings")
    build_index(folder / "index", write_pile(folder / "corpus", PILE), model(TinyEncoder()), ignore)
    return open_index(folder / "index")


def listed(index: Index, question: str, filters: Filters = NO_FILTERS) -> list[str]:
    """List articles by the names of their files."""
    found = listing(index, question, filters)
    return [] if found is None else [Path(source.path).stem for source in found.sources]


def listing(
    index: Index, question: str, filters: Filters = NO_FILTERS, source: Source | None = None
) -> Listing | None:
    """Ask about the articles."""
    asked = pile_question(question)
    assert asked is not None, question
    return listing_of(index, asked, filters, source)


@pytest.mark.parametrize(
    ("question", "files"),
    [
        ("list all articles", ["later", "trial", "dam", "note"]),
        ("which articles are from 2020?", ["dam"]),
        ("which articles are from 2021?", ["trial"]),
        ("which articles are from May 2021?", []),
        ("articles since 2021", ["later", "trial"]),
        ("articles by Bo Reed", ["later", "trial"]),
        ("articles by Nobody Known", []),
        ("articles from Quay Courier", ["later", "dam"]),
        ("articles from Ada Finch", ["trial", "dam"]),
        ("articles about the dam", ["dam", "later"]),
        ("articles about the Vela by Ada Finch", ["trial", "dam"]),
        ("articles about wolves", []),
        ("articles about the dam or the lighthouse", ["dam", "later", "note"]),
        ("articles by Ada Finch or Bo Reed", ["later", "trial", "dam"]),
        ("what did bo reed or cy odd write?", ["later", "trial", "copy"]),
        ("how many articles does Quay Courier have?", ["later", "dam"]),
        ("articles without a date", ["note"]),
        ("which articles name no author?", ["note"]),
        ("who wrote the dam article?", ["dam"]),
        ("who wrote the article about the dam?", ["dam"]),
        ("what is the newest article?", ["later"]),
        ("what is the oldest article?", ["dam"]),
        ("what is the newest article about the dam?", ["later"]),
        ("what is the newest article by Ada Finch?", ["trial"]),
        ("what is the newest article about the lighthouse?", []),
    ],
)
def test_articles_are_listed_by_what_they_state(index: Index, question: str, files: list[str]) -> None:
    """Newest first, undated ones last; those about a subject by its place in the title and their passages."""
    assert listed(index, question) == files


def test_a_date_of_a_year_alone_is_in_no_month_of_it(index: Index) -> None:
    """As with the filters."""
    assert "trial" not in listed(index, "which articles are from January 2021?")


def test_filters_hold_too(index: Index) -> None:
    """Those of the question line, and those on words."""
    assert listed(index, "articles by Ada Finch", Filters(publication=("Quay Courier",))) == ["dam"]
    assert listed(index, "articles about the Vela", Filters(without=("trial",))) == ["later", "dam"]


def test_a_story_that_was_saved_twice_is_one_article(index: Index) -> None:
    """In the count, as the status line has it; what only the copy states is found and listed."""
    everything = listing(index, "how many articles are there?")
    assert everything is not None
    assert everything.total == index.store.articles == 4
    assert listed(index, "articles from Evening Echo") == ["copy"]


def test_an_article_that_only_mentions_a_subject_is_not_about_it(index: Index) -> None:
    """Fewer than half as many of its passages have the words as of the article with most."""
    assert listed(index, "articles that mention the Vela") == ["later", "trial", "dam"]


def test_names_are_listed_with_the_number_of_their_articles(index: Index) -> None:
    """Each author of an article counts."""
    authors, publications = (
        listing(index, "list the authors"),
        listing(index, "which publications are there?"),
    )
    assert authors == Listing(
        asked="authors", total=3, names=(("Ada Finch", 2), ("Bo Reed", 2), ("Cy Odd", 1))
    )
    assert publications is not None
    assert publications.names == (("Quay Courier", 2), ("Evening Echo", 1), ("Harbour Gazette", 1))


def test_a_name_that_no_article_has_may_be_of_the_world(index: Index) -> None:
    """What "Homer" wrote may stand in a passage."""
    assert listing(index, "what did Homer write?") is None
    assert listed(index, "what did ada finch write?") == ["trial", "dam"]


@pytest.mark.parametrize(
    ("address", "files", "words"),
    [
        ("http://quay.example/dam?utm_source=mail#top", ["dam"], "articles at quay.example/dam"),
        ("www.quay.example", ["dam"], "articles at quay.example"),
        ("https://quay.example/damn", [], "articles at quay.example/damn"),
    ],
)
def test_an_address_lists_the_article_that_states_it(
    index: Index, address: str, files: list[str], words: str
) -> None:
    """Or none; that is surely not a question about the world."""
    found = listing_of(index, PileQuestion(address=address))
    assert found is not None
    assert [Path(source.path).stem for source in found.sources] == files
    assert (found.asked, found.total) == (words, len(files))


def test_this_is_the_article_of_the_answer_before(index: Index) -> None:
    """Without an answer before, there is nothing to list."""
    source = Source(path="dam.md", author="Ada Finch")
    assert listing(index, "who wrote this?", source=source) == Listing(
        asked="this article", sources=(source,), total=1, field=Field.AUTHOR
    )
    assert listed(index, "who wrote this?") == []


def test_filters_limit_the_dates_of_a_question_further(index: Index) -> None:
    """They are no alternatives to its own."""
    question = "Which articles are from 2020 to 2022?"
    assert listed(index, question) == ["later", "trial", "dam"]
    assert listed(index, question, Filters(after=("2021-06",))) == ["later"]
    assert listed(index, question, Filters(before=("2021",))) == ["dam"]
    with pytest.raises(QuestionError, match="leave no dates"):
        listed(index, "Which articles are from 2020?", Filters(after=("2022",)))


def test_all_articles_of_the_newest_day_are_the_newest(tmp_path: Path) -> None:
    """None of them is newer than the others."""
    pile = {
        f"{name}.md": article(name, "Ada Finch", "Quay Courier", date, f"{name} is in the harbour.")
        for name, date in {"One": "2021-03-02", "Two": "2021-03-02", "Three": "2021-03-01"}.items()
    }
    build_index(tmp_path / "index", write_pile(tmp_path / "corpus", pile), model(TinyEncoder()), ignore)
    found = listing(open_index(tmp_path / "index"), "which is the newest article?")
    assert found
    assert sorted(source.title or "" for source in found.sources) == ["One", "Two"]
    assert (found.asked, found.total) == ("the newest articles", 2)
