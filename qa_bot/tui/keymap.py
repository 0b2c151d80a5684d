"""Checks the keys that a person gives to actions, and says in words which cannot be.

A wish that cannot be fulfilled is left out; its action keeps its keys, and the others get theirs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.binding import Binding
from textual.keys import KEY_ALIASES, REPLACED_KEYS, Keys, key_to_character

from qa_bot.core.sanitizing import shorten
from qa_bot.tui.actions import table

if TYPE_CHECKING:
    from collections.abc import Mapping

_MODIFIERS: Final = frozenset({"ctrl", "shift", "alt", "super", "meta", "hyper"})
_NAMED_KEYS: Final = frozenset(
    key.value.split("+")[-1] for key in Keys if key.value.isascii() and key.value[0] != "<"
)
_SAME_KEY: Final = {
    other: key for key, others in KEY_ALIASES.items() for other in others if other.startswith("ctrl+")
}
_EXAMPLES: Final = "Write a key such as ctrl+g, f5 or space."
_TYPED_IN: Final = frozenset({"question", "find", "search"})
"""The places where letters are typed."""
_SHOWN_CHARACTERS: Final = 40


def checked_keymap(wishes: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """Return the keys of each action that gets others than its own, by id, and a line for each wish left out.

    Actions that share a key with one of them are returned as well, with the keys they have.
    """
    rows = {row.id: row for row in table() if row.id}
    keymap: dict[str, str] = {}
    problems: list[str] = []
    for name, keys in wishes.items():
        if problem := _problem_of(name, keys, rows):
            problems.append(problem)
        else:
            keymap[name] = ",".join(_split(keys))
    while clash := _clash(keymap, rows):
        name, other, key = clash
        problems.append(
            f"{name} = \u201c{wishes[name]}\u201d: {other} has the key {_shown(key)} there already."
        )
        del keymap[name]
    return keymap | _mates(keymap, rows), problems


def _problem_of(name: str, keys: str, rows: Mapping[str, Binding]) -> str:
    """Return why an action cannot have these keys; "" if it can."""
    wish = f"{_shown(name)} = \u201c{_shown(keys)}\u201d"
    if name not in rows:
        return f"{wish}: there is no action of that name. docs/app.md lists them."
    for key in _split(keys):
        *modifiers, last = key.split("+")
        if not (_MODIFIERS.issuperset(modifiers) and (last in _NAMED_KEYS or _is_letter(last))):
            return f"{wish}: {_shown(key) or 'nothing'} is not the name of a key. {_EXAMPLES}"
        if _place(name) in _TYPED_IN and _is_letter(key):
            return f"{wish}: {key} is typed there. {_EXAMPLES}"
        if modifiers == ["alt"] and _is_letter(last):
            return f"{wish}: a terminal sends the same for Esc and the letter. {_EXAMPLES}"
        if other := _SAME_KEY.get(key):
            return f"{wish}: a terminal sends the same for {other}. {_EXAMPLES}"
    return ""


def _is_letter(key: str) -> bool:
    """Check whether a key puts a character on the line."""
    return key_to_character(REPLACED_KEYS.get(key, key)) is not None


def _split(keys: str) -> list[str]:
    """Return the keys of a list as Textual names them: "?" is question_mark; "" for an empty place."""
    if not all(part.strip() for part in keys.split(",")):
        return [""]
    return [row.key for row in Binding.make_bindings([Binding(keys, "", "")])]


def _clash(keymap: dict[str, str], rows: Mapping[str, Binding]) -> tuple[str, str, str] | None:
    """Return the last wish whose key another action of its place has, that action, and the key."""
    for name in reversed(keymap):
        for other, row in rows.items():
            if other == name or _place(other) != _place(name):
                continue
            shared = set(_split(keymap.get(other, row.key))) & set(_split(keymap[name]))
            if shared and not set(_split(row.key)) & set(_split(rows[name].key)):
                return name, other, min(shared)
    return None


def _mates(keymap: Mapping[str, str], rows: Mapping[str, Binding]) -> dict[str, str]:
    """Return the actions that have a key in common with a remapped one by default, such as fold and unfold.

    Textual takes the old key from all of them; named in the map, they keep it.
    """
    freed = {(_place(name), key) for name in keymap for key in _split(rows[name].key)}
    return {
        name: row.key
        for name, row in rows.items()
        if name not in keymap and any((_place(name), key) in freed for key in _split(row.key))
    }


def _place(name: str) -> str:
    return name.partition(".")[0]


def _shown(text: str) -> str:
    return shorten(text, _SHOWN_CHARACTERS)
