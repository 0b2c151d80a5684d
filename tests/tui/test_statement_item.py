"""Answers that differ are rows above the passages, which unfold and open like these."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

from dataclasses import replace

import pytest
from chat import WHO, chatting, text_of, text_of_card
from fake_engine import BRIDGE, MARKET, FakeEngine, passages_of

from qa_bot.core.comparison import Comparison, Statement
from qa_bot.core.types import Answer, AnswerSpan, Highlight, Hit
from qa_bot.tui.widgets.article_reader import ArticleReader
from qa_bot.tui.widgets.passage_item import PassageItem
from qa_bot.tui.widgets.statement_item import StatementItem


def statement(number: int, words: str) -> Statement:
    """State words of the bridge's paragraph with a number."""
    passage = passages_of(BRIDGE)[number - 1]
    start = passage.text.index(words)
    span = AnswerSpan(words, start, start + len(words), 0.9)
    marked = Highlight(passage_id=passage.id, start=0, end=len(passage.text), text=passage.text, answer=span)
    return Statement(Hit(passage=passage, rank=number, score=1.0), marked)


def undated(words: str) -> Statement:
    """State words of the market's second paragraph, without a date."""
    passage = passages_of(MARKET)[1]
    passage = replace(passage, source=replace(passage.source, date=None))
    start = passage.text.index(words)
    span = AnswerSpan(words, start, start + len(words), 0.9)
    marked = Highlight(passage_id=passage.id, start=0, end=len(passage.text), text=passage.text, answer=span)
    return Statement(Hit(passage=passage, rank=9, score=1.0), marked)


class ComparingEngine(FakeEngine):
    """An engine whose articles agree or differ."""

    comparison = Comparison(((statement(3, "41 million crowns"),), (undated("most evenings"),)))

    def ask(self, question: str, k: int, *, after: Answer | str | None = None) -> Answer:
        """Answer with the comparison."""
        return replace(super().ask(question, k, after=after), comparison=self.comparison)


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_answers_that_differ_come_first_with_date_words_and_source(size: tuple[int, int]) -> None:
    async with chatting(ComparingEngine(), size=size) as chat:
        card = await chat.answered(WHO)
        assert "Answered: 2 articles differ, newest first" in text_of_card(card)
        newest, other = card.query(StatementItem)
        assert text_of(newest).startswith("▸ 2023-05-14  41 million crowns")
        assert "The harbour" in text_of(newest)
        assert text_of(other).startswith("▸ undated     most evenings")
        assert [newest.size.height, other.size.height] == [1, 1]
        assert list(card.query(PassageItem))[:2] == [newest, other]


async def test_a_statement_unfolds_to_its_passage_and_opens_its_article() -> None:
    async with chatting(ComparingEngine()) as chat:
        card = await chat.answered(WHO)
        await chat.press("tab", "down", "space")
        other = list(card.query(StatementItem))[1]
        assert "A bridge of planks leads" in text_of(other)
        assert "A night market that never closes" in text_of(other)
        assert "3  " not in text_of(other)[:4]
        await chat.press("enter")
        await chat.until(lambda: chat.app.query_one(ArticleReader).display)


async def test_articles_that_agree_are_counted_without_rows() -> None:
    engine = ComparingEngine()
    engine.comparison = Comparison((engine.comparison.answers[0] * 3,))
    async with chatting(engine) as chat:
        card = await chat.answered(WHO)
        assert "✓ Answered: 3 articles agree · 12 ms" in text_of_card(card)
        assert not card.query(StatementItem)
        assert not card.query(PassageItem).first().folded
