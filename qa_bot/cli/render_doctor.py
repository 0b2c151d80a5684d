"""The output of `qa-bot doctor`: a checkup as JSON, or as text."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from rich.console import Group
from rich.text import Text

from qa_bot.core.sanitizing import clean_line
from qa_bot.core.types import WordsOnly
from qa_bot.wording.changes import changed_files
from qa_bot.wording.numbers import counted
from qa_bot.wording.words_only import words_only_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from qa_bot.index.doctor import Checkup, Damage, Facts

_DAY_S, _HOUR_S, _MINUTE_S = 86_400, 3_600, 60


def checkup_json(found: Checkup, repaired: Sequence[str]) -> dict[str, Any]:
    """Return a checkup as one JSON object."""
    facts, changes = found.facts, found.changes
    return {
        "index": str(found.folder),
        "version": found.version,
        "sound": found.is_sound,
        "repaired": list(repaired),
        "damages": [
            {"part": damage.part, "problem": damage.problem, "lost": damage.lost} for damage in found.damages
        ],
        "articles": facts and facts.articles,
        "passages": facts and facts.passages,
        "publications": facts and facts.publications,
        "dates": list(facts.dates) if facts and facts.dates else None,
        "model": facts and facts.model,
        "model_precision": facts and facts.model_precision,
        "precision": facts and facts.precision,
        "search": facts and facts.search,
        "embedded": facts and facts.embedded,
        "created": facts.created.isoformat() if facts else None,
        "versions": found.versions,
        "bytes": dict(found.sizes),
        "builder": found.builder,
        "unfinished": _unfinished(found) or None,
        "corpus": None
        if changes is None
        else {
            "added": list(changes.added),
            "changed": list(changes.changed),
            "removed": list(changes.removed),
        },
    }


def checkup_text(found: Checkup, repaired: Sequence[str]) -> RenderableType:
    """Render a checkup: the damage first, then the facts."""
    lines: list[RenderableType] = [_verdict(found, repaired)]
    lines += [Text(line, style="bold yellow") for line in (_unfinished(found),) if line]
    lines += [Text(clean_line(_damage(damage))) for damage in found.damages]
    rows = [Text(f"{name:14} {clean_line(value)}") for name, value in _rows(found)]
    return Group(*lines, Text(), *rows)


def _damage(damage: Damage) -> str:
    """Return the file or part, its problem, and what is lost."""
    part = "" if damage.problem.startswith(damage.part) else f"{damage.part}: "
    return f"{part}{damage.problem} ({damage.lost})"


def _verdict(found: Checkup, repaired: Sequence[str]) -> Text:
    if not found.is_sound:
        return Text(f"Damaged: {counted(len(found.damages), 'part')} of the index.", style="bold red")
    if repaired:
        return Text(f"Repaired: {', '.join(repaired)}. Every file matches its checksum.", style="bold green")
    return Text("OK: every file matches its checksum.", style="bold green")


def _unfinished(found: Checkup) -> str:
    """Return why the index has no vectors yet; "" where it has."""
    has_vectors = found.facts is None or found.facts.embedded
    return "" if has_vectors else words_only_line(WordsOnly(found.builder))


def _rows(found: Checkup) -> list[tuple[str, str]]:
    rows = _facts(found.facts) if found.facts else []
    rows.append(("on disk", _sizes(found)))
    if found.builder:
        rows.append(("building now", found.builder))
    rows.append(("corpus folder", _changes(found)))
    return rows


def _facts(facts: Facts) -> list[tuple[str, str]]:
    dates = " to ".join(dict.fromkeys(facts.dates)) if facts.dates else "unknown"
    vectors = f"vectors in {facts.precision}, {facts.search} search" if facts.embedded else "no vectors yet"
    return [
        ("articles", f"{facts.articles:,} from {counted(facts.publications, 'publication')}, dated {dates}"),
        ("passages", f"{facts.passages:,}"),
        ("model", f"{facts.model} in {facts.model_precision}; {vectors}"),
        ("built", f"{facts.created.astimezone():%Y-%m-%d %H:%M}, {_age(facts.created)} ago"),
    ]


def _sizes(found: Checkup) -> str:
    total = sum(found.sizes.values())
    parts = ", ".join(f"{name} {_bytes(size)}" for name, size in found.sizes.items() if size)
    return f"{_bytes(total)} in {counted(found.versions, 'version')} ({parts})"


def _changes(found: Checkup) -> str:
    if found.changes is None:
        return "cannot be compared with the index"
    if not found.changes:
        return "up to date"
    return changed_files(found.changes)


def _bytes(size: int) -> str:
    amount = float(size)
    for unit in ("B", "kB", "MB"):
        if amount < 1000:  # noqa: PLR2004
            return f"{amount:.0f} {unit}"
        amount /= 1000
    return f"{amount:.1f} GB"


def _age(then: datetime) -> str:
    seconds = max(0, int((datetime.now(UTC) - then).total_seconds()))
    for length, name in ((_DAY_S, "days"), (_HOUR_S, "hours"), (_MINUTE_S, "minutes")):
        if seconds >= 2 * length:
            return f"{seconds // length} {name}"
    return counted(seconds, "second")
