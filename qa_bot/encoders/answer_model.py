"""Reads a question and a text at once: does the text answer, and with which words?

An answer model is a folder with a cross-encoder of three heads, which onnxruntime runs without torch. Its
score is that of Nogueira & Cho, 2019, "Passage Re-ranking with BERT"; it finds words as in Devlin et al.,
2019, "BERT", section 4.3.

    answer_model.json   how to use it, and the SHA-256 of the other two files
    model.onnx          input_ids, attention_mask, token_type_ids: (windows, tokens)
                        -> answers: (windows,), the log odds that each window answers
                        -> spans: (windows, tokens, 2), the logits of start and end
    tokenizer.json

The default one comes with the package; docs/answer-model.md is its card. tests/training makes such a folder.
"""

from __future__ import annotations

import json
import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from qa_bot.core.checksums import sha256
from qa_bot.core.errors import ModelError
from qa_bot.core.scores import probability
from qa_bot.encoders import hub
from qa_bot.encoders.threads import ThreadCount

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

DEFAULT_ANSWER_MODEL: Final = "answer-minilm"
NO_ANSWER_MODEL: Final = "none"
DESCRIPTION: Final = "answer_model.json"
FORM: Final = 1
"""Version of what is described above."""

SPANS: Final = 5
"""Places of answering words that are returned of a text, at most."""
LONGEST_SPAN: Final = 24
"""Tokens of answering words, at most."""

_HERE: Final = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class ReadableText:
    """A text to read, with its title and the (start, end) of its sentences, in characters."""

    title: str
    text: str
    sentences: tuple[tuple[int, int], ...]
    question: str | None = None
    """The question in the writing of this text, if that differs from the question as asked."""


@dataclass(frozen=True, slots=True)
class FoundSpan:
    """A place of words that may answer: text[start:end]."""

    start: int
    end: int
    probability: float
    """That the text answers, and with these words: 0..1."""


@dataclass(frozen=True, slots=True)
class TextReading:
    """What the model makes of one text."""

    log_odds: float
    """That the text answers the question."""
    spans: tuple[FoundSpan, ...]
    """The likeliest first; empty if the text has no token."""


@dataclass(frozen=True, slots=True)
class Window:
    """A question with as much of a text as is read at once."""

    text: int
    """Number of its text."""
    ids: list[int]
    types: list[int]
    offsets: list[tuple[int, int]]
    """Characters of the text, by token of the window; (0, 0) for tokens of anything else."""


class AnswerModel:
    """A cross-encoder that runs in onnxruntime."""

    def __init__(self, name: str, folder: Path) -> None:
        """Open an answer model.

        Raises:
            ModelError: a file is missing or is not the one that is described.
        """
        import onnxruntime  # only when a model is needed
        import tokenizers

        self.name = name
        try:
            described: dict[str, Any] = json.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))
            _check(folder, described)
            self.fingerprint: str = described["sha256"]["model.onnx"]
            self.languages: frozenset[str] = frozenset(described["languages"])
            self._window_tokens, self._max_tokens = (
                int(described["window_tokens"]),
                int(described["max_tokens"]),
            )
            self._title_characters = int(described["title_characters"])
            self._slope, self._intercept = float(described["slope"]), float(described["intercept"])
            self._tokenizer = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._tokenizer.no_truncation()
            self._tokenizer.no_padding()
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = 1  # windows run in parallel instead
            options.log_severity_level = 4
            self._session = onnxruntime.InferenceSession(
                str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
            )
            self._returning = onnxruntime.RunOptions()
            self._returning.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")
        except ModelError:
            raise
        except Exception as error:  # the folder may hold anything
            msg = f"The answer model {name} in {folder} cannot be used: {error}. {_instead(name)}"
            raise ModelError(msg) from error
        self._threads = ThreadCount()

    def read(
        self, question: str, texts: Sequence[ReadableText], budget_tokens: int | None = None
    ) -> list[TextReading]:
        """Read the first texts, as many as the budget allows, and at least one: one reading each.

        Long texts are read in windows of sentences. Every window is run by itself: the numbers of an 8-bit
        model depend on all that runs together, and a text's reading must not depend on the others.

        Raises:
            ModelError: the model fails or returns NaN.
        """
        if not texts:
            return []
        windows: list[Window] = []
        tokens = done = 0
        for number, text in enumerate(texts):
            own = list(self.windows(number, question, text))
            tokens += sum(len(window.ids) for window in own)
            if number and budget_tokens is not None and tokens > budget_tokens:
                break
            windows += own
            done = number + 1
        try:
            outputs = self._threads.run(windows, self._run_all)
        except Exception as error:  # the model may be anything
            msg = f"The answer model {self.name} cannot read a passage: {error}"
            raise ModelError(msg) from error
        if any(math.isnan(logit) for logit, _ in outputs):
            instead = _instead(self.name)
            msg = f"The answer model {self.name} returns no numbers: its weights are damaged. {instead}"
            raise ModelError(msg)
        found: list[list[TextReading]] = [[] for _ in range(done)]
        for window, (logit, spans) in zip(windows, outputs, strict=True):
            found[window.text].append(self.reading(window, logit, spans))
        return [_joined(readings) for readings in found]

    def windows(self, number: int, question: str, text: ReadableText) -> Iterator[Window]:
        """Encode a question with a text; a long text in windows of sentences of about equal length."""
        title = f"{text.title[: self._title_characters]}\n" if text.title else ""
        encoding = self._tokenizer.encode(text.question or question, title + text.text)
        ids, types, begins = encoding.ids, encoding.type_ids, len(title)
        body = [n for n, kind in enumerate(encoding.sequence_ids) if kind == 1]
        own = [n for n in body if encoding.offsets[n][0] >= begins]
        offsets = [(0, 0)] * len(ids)
        for n in own:
            start, end = encoding.offsets[n]
            offsets[n] = (start - begins, end - begins)
        before = list(range(own[0])) if own else list(range(len(ids) - 1))
        before = before[: self._max_tokens // 2]
        behind = [len(ids) - 1]
        room = min(self._window_tokens, self._max_tokens - len(before) - 1)
        for part in _parts(own, offsets, text.sentences, room):
            kept = [*before, *part, *behind]
            yield Window(number, [ids[n] for n in kept], [types[n] for n in kept], [offsets[n] for n in kept])

    def reading(self, window: Window, logit: float, spans: NDArray[np.float32]) -> TextReading:
        """Return what the model's outputs for a window mean."""
        log_odds = self._intercept + self._slope * logit
        return TextReading(log_odds, _spans(window, spans, log_odds))

    def _run_all(self, windows: Sequence[Window], threads: int) -> list[tuple[float, NDArray[np.float32]]]:
        """Run windows; with the last one the session frees memory, or it would keep the most ever needed."""
        options = [*[None] * (len(windows) - 1), self._returning]
        if threads == 1:
            return list(map(self._run, windows, options))
        with ThreadPoolExecutor(threads, thread_name_prefix="reading") as executor:
            return list(executor.map(self._run, windows, options))

    def _run(self, window: Window, options: Any) -> tuple[float, NDArray[np.float32]]:
        ids = np.array([window.ids], np.int64)
        given = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        given["token_type_ids"] = np.array([window.types], np.int64)
        answers, spans = self._session.run(["answers", "spans"], given, options)
        return float(answers[0]), spans[0]


def load_answer_model(name: str) -> AnswerModel | None:
    """Load an answer model by the name or folder that the user gave; None for "none".

    A name that is neither the default one nor a folder is looked up on the Hugging Face hub, and downloaded
    if it is not on disk.

    Raises:
        ModelError: it cannot be found or used.
    """
    if name == NO_ANSWER_MODEL:
        return None
    if name == DEFAULT_ANSWER_MODEL:
        return AnswerModel(name, _HERE / DEFAULT_ANSWER_MODEL.replace("-", "_"))
    folder = Path(name)
    if folder.is_dir():
        return AnswerModel(name, folder.resolve())
    if folder.is_absolute() or name.startswith(".") or "/" not in name:
        msg = f"There is no answer model {name}. Pass a folder, OWNER/NAME, {DEFAULT_ANSWER_MODEL} or none."
        raise ModelError(msg)
    return AnswerModel(name, hub.find(name) or hub.fetch(name))


def _check(folder: Path, described: dict[str, Any]) -> None:
    if described.get("form") != FORM:
        msg = f"{folder / DESCRIPTION} describes an answer model of form {described.get('form')}, not {FORM}."
        raise ModelError(msg)
    for file, expected in described["sha256"].items():
        if sha256(folder / file) != expected:
            msg = f"{folder / file} is not the file that {DESCRIPTION} describes: its SHA-256 differs."
            raise ModelError(msg)


def _instead(name: str) -> str:
    if name == DEFAULT_ANSWER_MODEL:
        return "Reinstall qa-bot, or pass `--answer-model none`."
    return "Choose another answer model, or pass `--answer-model none`."


def _parts(
    tokens: Sequence[int], offsets: Sequence[tuple[int, int]], sentences: Sequence[tuple[int, int]], room: int
) -> Iterator[Sequence[int]]:
    """Cut tokens after sentences into the fewest parts of at most `room`, of about equal length."""
    if len(tokens) <= room:
        yield tokens
        return
    ends = [end for _, end in sentences]
    pieces: list[list[int]] = [[]]
    place = 0
    for token in tokens:
        while place < len(ends) - 1 and offsets[token][0] >= ends[place]:
            place += 1
            if pieces[-1]:
                pieces.append([])
        if len(pieces[-1]) == room:
            pieces.append([])
        pieces[-1].append(token)
    wanted = len(tokens) / math.ceil(len(tokens) / room)
    part: list[int] = []
    for piece in pieces:
        if part and (len(part) + len(piece) > room or len(part) + len(piece) / 2 > wanted):
            yield part
            part = []
        part = [*part, *piece]
    yield part


def _spans(window: Window, logits: NDArray[np.float32], log_odds: float) -> tuple[FoundSpan, ...]:
    """Return the likeliest spans of a window, none inside another that is likelier."""
    own = np.array([end > 0 for _, end in window.offsets])
    if not own.any():
        return ()
    places = np.where(own[:, None], logits, -np.inf)
    places = places - places.max(axis=0)
    chances = np.exp(places)
    chances /= chances.sum(axis=0)
    joint = np.triu(np.outer(chances[:, 0], chances[:, 1]))
    joint -= np.triu(joint, LONGEST_SPAN)
    answers = probability(log_odds)
    found: list[FoundSpan] = []
    for flat in np.argsort(-joint, axis=None)[: 4 * SPANS]:
        first, last = divmod(int(flat), len(own))
        start, end = window.offsets[first][0], window.offsets[last][1]
        if joint[first, last] <= 0:
            break
        if any(start < other.end and other.start < end for other in found):
            continue
        found.append(FoundSpan(start, end, answers * float(joint[first, last])))
        if len(found) == SPANS:
            break
    return tuple(found)


def _joined(readings: Sequence[TextReading]) -> TextReading:
    """Join the readings of a text's windows."""
    spans = sorted((span for one in readings for span in one.spans), key=lambda span: -span.probability)
    return TextReading(max(one.log_odds for one in readings), tuple(spans[:SPANS]))
