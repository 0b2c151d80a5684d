"""What a question line means: completed from the question before it, or asking about the articles themselves.

The rules are imported when they are first needed: most questions from the shell need neither.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from qa_bot.core.errors import QuestionError
from qa_bot.core.page_addresses import address_in, is_at
from qa_bot.core.query_syntax import parse_question, words_of, written_filter, written_filters
from qa_bot.core.types import Answer, Verdict
from qa_bot.index.filter_sql import is_named

if TYPE_CHECKING:
    from qa_bot.core.doubts import Doubt
    from qa_bot.core.listing import Listing
    from qa_bot.core.types import Source
    from qa_bot.language.pile_questions import PileQuestion

__all__ = ["about_articles", "doubted", "leans_on_nothing", "read_after", "source_before"]

_MAY_ASK_OF_ARTICLES: Final = re.compile(
    r"\b(?:articles?|digests?|texts?|documents?|authors?|publications?|newspapers?|magazines?|papers?|outlets?"
    r"|journals?|sites?|blogs?|sources?|wrote|writ(?:e|ten)|publish(?:ed)?|print(?:ed)?|everything|anything"
    r"|something|all|have|came|come|by|undated|title|headline)\b",
    re.IGNORECASE,
)
"""A word that each question about the articles has one of."""
_MAY_LEAN: Final = re.compile(
    r"\b(?:he|she|him|his|hers?|it|its|they|them|theirs?|before|after|earlier|later|articles?|digest|text"
    r"|document)\b",
    re.IGNORECASE,
)
"""A word that each question that leans on another has one of, besides fragments."""
_OF_ARTICLE: Final = frozenset({"in", "url"})
"""Keys of filters on an article, a folder or a site."""
_OF_THEM: Final = re.compile(r"\bof (?:them|those|these)\b(?: (?:are|were))?", re.IGNORECASE)
_EXTREME_ONE: Final = re.compile(
    r"(?:and |but )?(?:(?:what|which)(?:'s|\u2019s| is| was| are| were) )?(?:the )?"
    r"(?P<which>newest|latest|most recent|oldest|earliest)(?: ones?)?(?: of (?:them|these|those))?[?.!]*",
    re.IGNORECASE,
)
_LISTED: Final = re.compile(r"(?:the (?:newest|oldest) )?articles?(?P<clauses>(?: .*)?)")
_ON_A_SUBJECT: Final = re.compile(r"\b(?:about|mention\w*)\b", re.IGNORECASE)
"""Articles that are listed for this cannot be narrowed in words: their subject would take in what follows."""


def about_articles(words: str) -> PileQuestion | None:
    """Return what a question without filters asks about the articles themselves; None for the world."""
    if address := address_in(words):
        from qa_bot.language.pile_questions import PileQuestion

        return PileQuestion(address=address)
    if not _MAY_ASK_OF_ARTICLES.search(words):
        return None
    from qa_bot.language.pile_questions import pile_question

    return pile_question(words)


def read_after(line: str, after: Answer | str | None) -> str | None:
    """Return the question line that a follow-up is read as; None for one that is read as typed.

    `after` is the answer before it, or the question line before it if that has no answer yet. The filters of
    the line stay, and those of the line before hold on unless the line has one with the same key. A line of
    filters alone repeats the question before.

    A line that names its article, with `in:` or `url:`, takes over no filter, and is completed only if that
    article answered before. Names with filters of their own are no follow-up: "DingTalk -school".
    """
    if after is None:
        return None
    previous, answer = (
        (after, "") if isinstance(after, str) else (after.asked_as or after.question, _words(after))
    )
    try:
        asked, _ = parse_question(previous)
    except QuestionError:
        return None
    own, earlier = written_filters(line), written_filters(previous)
    words = words_of(line)
    names_article = any(key in _OF_ARTICLE for key, _ in own)
    if not words and own:
        meant: str | None = asked
    elif own and (_is_only_names(words) or (names_article and not _is_in_shown(line, after))):
        return None
    elif this := (
        _of_listed(words, after) or _among_listed(words, after) or _extreme_of_listed(words, after)
    ):
        meant = f"{this[0].upper()}{this[1:]}"
    elif within := _within_shown(words, after):
        meant, shown = within
        own = [*own, ("in", shown)]
    elif not words or _is_surely_about_articles(words):
        return None
    else:
        from qa_bot.language.follow_ups import completed

        meant = completed(asked, answer, words)
    if meant is None:
        return None
    keys = {key for key, _ in own} - {"-"}
    kept = [] if names_article else [text for key, text in earlier if key not in keys]
    return " ".join(dict.fromkeys([meant, *kept, *(text for _, text in own)]))


def leans_on_nothing(line: str) -> str:
    """Return the word of a question line, as it is asked, that points at nothing known; "" for none."""
    words = words_of(line)
    if not _MAY_LEAN.search(words):
        return ""
    from qa_bot.language.pronouns import unresolved

    return unresolved(words)


def doubted(answer: Answer, doubt: Doubt) -> Answer:
    """Return an answer that is unsure for a reason, or not found for it."""
    if answer.verdict is Verdict.NOT_FOUND:
        return replace(answer, doubts=(doubt,))
    return replace(answer, verdict=Verdict.UNSURE, doubts=(doubt, *answer.doubts), comparison=None)


def _is_surely_about_articles(words: str) -> bool:
    """Check for a question about the articles whose "it" can be nothing else."""
    asked = about_articles(words)
    return asked is not None and (asked.is_sure or not asked.of_source)


def _within_shown(words: str, after: Answer | str) -> tuple[str, str] | None:
    """Return a question about "that article" without these words, and the filter on the article shown."""
    source = source_before(after) if _MAY_ASK_OF_ARTICLES.search(words) else None
    if source is None or '"' in source.path:
        return None
    from qa_bot.language.within_article import asked_within

    asked = asked_within(words)
    return (asked, written_filter("in", source.path)) if asked else None


def _of_listed(words: str, after: Answer | str) -> str:
    """Return a question whose "it" is an article that was listed before; "" for others."""
    if not _listed(after):
        return ""
    this = re.sub(r"\bit\b", "this article", words)
    asked = about_articles(this) if this != words else None
    return this if asked and asked.of_source else ""


def _among_listed(words: str, after: Answer | str) -> str:
    """Return a question about some "of them", the articles that were listed before; "" for others."""
    listing = _listed(after)
    if not listing:
        return ""
    these = _OF_THEM.sub(lambda _: listing.asked, words, count=1)
    return (
        these if these != words and not _ON_A_SUBJECT.search(listing.asked) and about_articles(these) else ""
    )


def _extreme_of_listed(words: str, after: Answer | str) -> str:
    """Return a question about "the newest one" of the articles that were listed before; "" for others."""
    listing, match = _listed(after), _EXTREME_ONE.fullmatch(words)
    listed = _LISTED.fullmatch(listing.asked) if listing else None
    if not match or not listed:
        return ""
    asked = f"what is the {match['which'].lower()} article{listed['clauses']}"
    return asked if about_articles(asked) else ""


def _listed(after: Answer | str) -> Listing | None:
    """Return the articles that were listed before; None for none."""
    return after.listing if isinstance(after, Answer) and after.listing and after.listing.sources else None


def source_before(after: Answer | str | None) -> Source | None:
    """Return the article that answered the question before, or the only one listed; None for none."""
    if not isinstance(after, Answer) or after.verdict is Verdict.NOT_FOUND:
        return None
    if after.listing:
        return after.listing.sources[0] if len(after.listing.sources) == 1 else None
    return after.hits[0].passage.source if after.hits else None


def _words(answer: Answer) -> str:
    """Return the words that answered a question; "" if they are not known."""
    if answer.verdict is Verdict.NOT_FOUND or answer.highlight is None or answer.highlight.answer is None:
        return ""
    return answer.highlight.answer.text


def _is_in_shown(line: str, after: Answer | str) -> bool:
    """Check whether the article that was shown before is one that a line names."""
    _, wanted = parse_question(line)
    source = source_before(after)
    return source is not None and (
        any(is_named(source.path, source.path, name) for name in wanted.within)
        or any(is_at(source.url, address) for address in wanted.url)
    )


def _is_only_names(words: str) -> bool:
    """Check for names without a question mark, as they are typed to search for them."""
    if words.endswith("?"):
        return False
    from qa_bot.language.fragments import is_only_names

    return is_only_names(words)
