"""Train the answer model: a cross-encoder on the default model's weights that reads question and passage.

    python tests/training/train_answer_model.py OUT FOLDER:SPLIT ... [--visits N] [--start CHECKPOINT]

It has three heads: whether the passage answers (a logit), and where the answering words start and end. A
visit is a question with windows of sentences: one that answers it, if any does, the rest of the same
paragraph without the answer, and passages that rank high and do not answer. Three losses are added: a
binary one of each window, a listwise one of a question's windows (Cao et al., 2007, "Learning to Rank: From
Pairwise Approach to Listwise Approach") and the marginal likelihood of all places of the answer (Clark &
Gardner, 2018, "Simple and Effective Multi-Paragraph Reading Comprehension"). Articles that
`answer_examples.is_held_out` names are not seen.

OUT gets a checkpoint of the averaged weights after every --every visits, and `last.pt`, from which the same
command goes on. On a CPU with bfloat16 instructions 100,000 visits take about two hours on two cores.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import torch
from answer_examples import Example, Span, Text, is_held_out, queries_of, read_examples
from torch import nn

from qa_bot.encoders.model_files import DEFAULT_MODEL, model_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LEARNING_RATE: Final = 8e-5
WARMUP: Final = 0.03
"""Share of the visits."""
DECAY: Final = 0.9995
"""Of the moving average of the weights, a step."""
TOKENS: Final = 2_600
"""Of a batch, padding included."""
LONGEST: Final = 256
WINDOWS: Final = (18, 130)
"""Tokens of the windows of one visit, about: drawn evenly between these."""
NEGATIVES: Final = 2
EXCHANGED: Final = 0.12
"""Share of the answered questions that are visited with a name or number exchanged."""
UNTITLED: Final = 0.25
"""Share of the visits without the article's title."""
CHARACTERS_PER_TOKEN: Final = 4.3
TITLE: Final = 100
"""Characters of a title that are read."""


class AnswerModel(nn.Module):
    """The encoder with its three heads."""

    def __init__(self, encoder: nn.Module, width: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.dense = nn.Linear(width, width)
        self.answers = nn.Linear(width, 1)
        self.span = nn.Linear(width, 2)

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the logit of each window (windows,) and start and end logits (windows, tokens, 2)."""
        hidden = self.encoder(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        first = nn.functional.gelu(self.dense(hidden[:, 0]))
        return self.answers(first)[:, 0], self.span(hidden)


def load_model(layers: int, checkpoint: Path | None = None) -> AnswerModel:
    """Make the model from the default model's weights, or from a checkpoint of averaged weights."""
    from transformers import AutoModel

    encoder = AutoModel.from_pretrained(
        model_folder(DEFAULT_MODEL),
        attn_implementation="sdpa",
        num_hidden_layers=layers,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        add_pooling_layer=False,
    )
    model = AnswerModel(encoder, encoder.config.hidden_size)
    if checkpoint:
        model.load_state_dict(torch.load(checkpoint, weights_only=True)["averaged"])
    return model


def load_tokenizer() -> Any:
    """Load the default model's tokenizer, without padding and truncation."""
    import tokenizers

    tokenizer = tokenizers.Tokenizer.from_file(str(model_folder(DEFAULT_MODEL) / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


@dataclass(frozen=True, slots=True)
class Window:
    """A question with a window of a passage, in tokens."""

    ids: list[int]
    types: list[int]
    spans: list[Span]
    """First and last token of each place of the answer; none if the window does not answer."""
    answers: bool


def window_of(tokenizer: Any, question: str, title: str, text: str, answers: Sequence[Span] = ()) -> Window:
    """Encode `question` with `title`, a line feed and `text`; `answers` are characters of the text."""
    head = f"{title[:TITLE]}\n" if title else ""
    encoding = tokenizer.encode(question, head + text)
    ids, types = encoding.ids[:LONGEST], encoding.type_ids[:LONGEST]
    spans = []
    for start, end in answers:
        first = encoding.char_to_token(len(head) + start, 1)
        last = encoding.char_to_token(len(head) + end - 1, 1)
        if first is not None and last is not None and last < LONGEST:
            spans.append((first, last))
    return Window(ids, types, spans, bool(answers))


class Visits:
    """Draws the windows of questions."""

    def __init__(self, tokenizer: Any, seed: int) -> None:
        self._tokenizer, self._chance = tokenizer, random.Random(seed)  # noqa: S311  no secret

    def of(self, example: Example) -> list[Window]:
        """Draw the windows of one visit, the one that answers first."""
        chance = self._chance
        size = int(chance.uniform(*WINDOWS) * CHARACTERS_PER_TOKEN)
        titled = chance.random() >= UNTITLED
        question, positives = example.question, list(example.positives)
        if example.exchanged and chance.random() < EXCHANGED:
            question = chance.choice(example.exchanged)
            windows = [
                self._around(question, text, spans, size, titled, answers=False)
                for text, spans in positives[:1]
            ]
        elif positives:
            text, spans = chance.choice(positives)
            windows = [self._around(question, text, spans, size, titled, answers=True)]
            if (rest := self._without(question, text, spans, size, titled)) and chance.random() < 0.6:
                windows.append(rest)
        else:
            windows = []
        wanted = NEGATIVES + (not windows)
        weights = [1 / (rank + 1) for rank in range(len(example.negatives))]
        negatives = list(example.negatives)
        for _ in range(min(wanted, len(negatives))):
            (place,) = chance.choices(range(len(negatives)), weights)
            weights.pop(place)
            windows.append(self._any(question, negatives.pop(place), size, titled))
        return windows

    def _around(
        self, question: str, text: Text, spans: Sequence[Span], size: int, titled: bool, *, answers: bool
    ) -> Window:
        """Give a window around the sentence that holds the answer and most words of the question."""
        holding = [n for n, (a, b) in enumerate(text.sentences) if any(a <= s and e <= b for s, e in spans)]
        if not holding:  # the answer crosses sentences
            return self._encode(question, text, 0, len(text.text), titled, spans if answers else ())
        words = set(question.casefold().split())
        best = max(
            holding, key=lambda n: len(words & set(text.text[slice(*text.sentences[n])].casefold().split()))
        )
        start, end = self._grown(text, best, size, range(len(text.sentences)))
        return self._encode(question, text, start, end, titled, spans if answers else ())

    def _without(
        self, question: str, text: Text, spans: Sequence[Span], size: int, titled: bool
    ) -> Window | None:
        """Give a window of the same paragraph that does not touch the answer; None if there is none."""
        free = [n for n, (a, b) in enumerate(text.sentences) if not any(s < b and a < e for s, e in spans)]
        if not free:
            return None
        start, end = self._grown(text, self._chance.choice(free), size, free)
        return self._encode(question, text, start, end, titled)

    def _any(self, question: str, text: Text, size: int, titled: bool) -> Window:
        """Give a window of a passage, likelier where it has words of the question."""
        words = set(question.casefold().split())
        weights = [
            1 + len(words & set(text.text[start:end].casefold().split())) for start, end in text.sentences
        ]
        (first,) = self._chance.choices(range(len(weights)), weights)
        start, end = self._grown(text, first, size, range(len(text.sentences)))
        return self._encode(question, text, start, end, titled)

    def _grown(self, text: Text, number: int, size: int, allowed: Sequence[int]) -> Span:
        """Add neighbouring sentences, before or behind by chance, while the window is shorter than `size`."""
        low = high = number
        while text.sentences[high][1] - text.sentences[low][0] < size:
            sides = [n for n in (low - 1, high + 1) if n in allowed and 0 <= n < len(text.sentences)]
            if not sides:
                break
            side = self._chance.choice(sides)
            low, high = min(low, side), max(high, side)
        return text.sentences[low][0], text.sentences[high][1]

    def _encode(
        self, question: str, text: Text, start: int, end: int, titled: bool, spans: Sequence[Span] = ()
    ) -> Window:
        inside = [(s - start, e - start) for s, e in spans if start <= s and e <= end]
        return window_of(
            self._tokenizer, question, text.title if titled else "", text.text[start:end], inside
        )


def batches(visits: Iterator[list[Window]], ahead: int = 256) -> Iterator[list[list[Window]]]:
    """Join visits with windows of similar length into batches of about TOKENS tokens."""
    chance = random.Random(0)  # noqa: S311  no secret
    pool: list[list[Window]] = []

    def longest(group: list[Window]) -> int:
        return max(len(window.ids) for window in group)

    def cut(groups: list[list[Window]]) -> Iterator[list[list[Window]]]:
        groups.sort(key=longest)
        made: list[list[list[Window]]] = [[]]
        for group in groups:
            count = sum(map(len, made[-1])) + len(group)
            if made[-1] and count * longest(group) > TOKENS:
                made.append([])
            made[-1].append(group)
        chance.shuffle(made)
        yield from made

    for group in visits:
        pool.append(group)
        if len(pool) == ahead:
            yield from cut(pool)
            pool = []
    if pool:
        yield from cut(pool)


_STEP: Final = 16
"""Widths are multiples of this: matrix products of few, even shapes are faster on a CPU."""


def collate(windows: Sequence[Window]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return ids, mask and types, padded: (windows, tokens) each."""
    width = -(-max(len(window.ids) for window in windows) // _STEP) * _STEP
    ids, mask, types = (torch.zeros((len(windows), width), dtype=torch.long) for _ in range(3))
    for row, window in enumerate(windows):
        n = len(window.ids)
        ids[row, :n], mask[row, :n], types[row, :n] = (
            torch.tensor(window.ids),
            1,
            torch.tensor(window.types),
        )
    return ids, mask, types


def losses(model: AnswerModel, groups: Sequence[Sequence[Window]], amp: Any) -> torch.Tensor:
    """Return the binary, the listwise and the span loss of a batch, each the mean of what it applies to."""
    windows = [window for group in groups for window in group]
    ids, mask, types = (part.to(amp.device) for part in collate(windows))
    with amp.autocast():
        logits, spans = model(ids, mask, types)
    logits, spans = logits.float(), spans.float()
    truth = torch.tensor([float(window.answers) for window in windows], device=logits.device)
    binary = nn.functional.binary_cross_entropy_with_logits(logits, truth)
    listwise, start = [], 0
    for group in groups:
        if group[0].answers and len(group) > 1:
            listwise.append(-torch.log_softmax(logits[start : start + len(group)], 0)[0])
        start += len(group)
    readable = (types == 1) & (mask == 1)
    places = torch.log_softmax(spans.masked_fill(~readable[:, :, None], -1e4), 1)
    found = [
        -torch.logsumexp(torch.stack([places[row, a, 0] + places[row, b, 1] for a, b in window.spans]), 0)
        for row, window in enumerate(windows)
        if window.spans
    ]
    nothing = logits.sum() * 0
    return torch.stack(
        [
            binary,
            torch.stack(listwise).mean() if listwise else nothing,
            torch.stack(found).mean() if found else nothing,
        ]
    )


@dataclass(frozen=True, slots=True)
class Device:
    """Where and how precisely to compute."""

    device: str

    def autocast(self) -> Any:
        """Compute in bfloat16 where that is exact enough."""
        return torch.autocast(self.device, dtype=torch.bfloat16)


def endless(examples: Sequence[Example], seed: int) -> Iterator[Example]:
    """Yield all examples in a random order, again and again."""
    chance = random.Random(seed)  # noqa: S311  no secret
    while True:
        yield from chance.sample(examples, len(examples))


def main() -> None:
    """Train and keep checkpoints."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", type=Path, help="folder for examples and checkpoints")
    parser.add_argument(
        "folders", nargs="+", help="FOLDER:SPLIT, or FOLDER:SPLIT*N to see it N times as often"
    )
    parser.add_argument("--visits", type=int, default=100_000, help="questions to see, with repetition")
    parser.add_argument("--every", type=int, default=8_000, help="visits between two checkpoints")
    parser.add_argument("--layers", type=int, default=6, help="layers of the encoder, the lower ones")
    parser.add_argument("--rate", type=float, default=LEARNING_RATE)
    parser.add_argument("--start", type=Path, help="checkpoint to start from")
    parser.add_argument("--held-out", default="squad20", help="name of the folder with held-out articles")
    parser.add_argument("--cache", type=Path, help="folder of examples; OUT if not given")
    options = parser.parse_args()
    torch.manual_seed(0)
    examples = _read(options.folders, options.cache or options.out, held_out=options.held_out)
    torch.set_num_threads(os.cpu_count() or 1)  # reading the examples may have embedded texts with fewer
    device = Device("cuda" if torch.cuda.is_available() else "cpu")
    model = load_model(options.layers, options.start).to(device.device)
    for name, parameter in model.encoder.named_parameters():
        parameter.requires_grad = not name.startswith("embeddings.")
    _train(model, examples, device, options)


def _read(folders: Sequence[str], cache: Path, *, held_out: str) -> list[Example]:
    wanted = [_parsed(argument) for argument in folders]
    texts = {folder: [one["text"] for one in queries_of(folder)] for folder, _, _ in wanted}
    examples: list[Example] = []
    for folder, split, times in wanted:
        others = [text for other, own in texts.items() if other != folder for text in own]
        found = read_examples(folder, split, cache, others=others)
        kept = [one for one in found if folder.name != held_out or not is_held_out(one.article)]
        print(f"{folder}: {len(kept)} of {len(found)} questions, times {times}", file=sys.stderr)
        examples += kept * times
    return examples


def _parsed(argument: str) -> tuple[Path, str, int]:
    name, _, times = argument.partition("*")
    folder, _, split = name.rpartition(":")
    return Path(folder), split, int(times or 1)


def _train(model: AnswerModel, examples: Sequence[Example], device: Device, options: Any) -> None:
    out: Path = options.out
    out.mkdir(parents=True, exist_ok=True)
    learnt = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(learnt, lr=options.rate, weight_decay=0.01)
    averaged = {name: value.detach().clone().float() for name, value in model.state_dict().items()}
    seen = steps = 0
    if (out / "last.pt").is_file():
        last = torch.load(out / "last.pt", weights_only=True)
        model.load_state_dict(last["model"])
        optimizer.load_state_dict(last["optimizer"])
        averaged, seen, steps = last["averaged"], last["seen"], last["steps"]
    visits = Visits(load_tokenizer(), seed=seen)
    source = endless(examples, seed=seen)
    totals, counted, began = torch.zeros(3), 0, time.time()
    for groups in batches(visits.of(example) for example in source):
        share = seen / options.visits
        if share >= 1:
            break
        rate = options.rate * min(1.0, share / WARMUP if WARMUP else 1.0) * (1 - share)
        for group in optimizer.param_groups:
            group["lr"] = max(rate, 1e-7)
        parts = losses(model, groups, device)
        parts.sum().backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(learnt, 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        before, seen, steps = seen, seen + len(groups), steps + 1
        decay = min(DECAY, (1 + steps) / (10 + steps))
        with torch.no_grad():
            for name, value in model.state_dict().items():
                if value.dtype.is_floating_point:
                    averaged[name].lerp_(value.float(), 1 - decay)
        totals, counted = totals + parts.detach().cpu(), counted + 1
        if before // 1000 != seen // 1000:
            shown = [round(value, 3) for value in (totals / counted).tolist()]
            line = {"seen": seen, "binary_listwise_span": shown, "s": round(time.time() - began)}
            print(json.dumps(line), flush=True)
            totals, counted = torch.zeros(3), 0
        if before // options.every != seen // options.every:
            _keep(out, model, optimizer, averaged, seen, steps)
    _keep(out, model, optimizer, averaged, seen, steps)


def _keep(out: Path, model: AnswerModel, optimizer: Any, averaged: Any, seen: int, steps: int) -> None:
    torch.save({"averaged": averaged, "seen": seen}, out / f"checkpoint-{seen // 1000:03}k.pt")
    state = {
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
        "averaged": averaged,
        "seen": seen,
        "steps": steps,
    }
    torch.save(state, out / "last.new")
    (out / "last.new").replace(out / "last.pt")


if __name__ == "__main__":
    main()
