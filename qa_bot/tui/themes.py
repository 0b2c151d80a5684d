"""The app's own themes: dark, light and high contrast.

Each colour is chosen for where the style sheet uses it. On every background that it can be on, text has a
contrast of at least 4.5:1, in the high-contrast theme of 7:1, and a border, bar or scrollbar of at least 3:1.
Colours are opaque where Textual would derive a transparent one, so that no background weakens them.
"""

from __future__ import annotations

from typing import Final

from textual.theme import Theme

DARK, LIGHT, HIGH_CONTRAST = "dark", "light", "high-contrast"


def _variables(
    *,
    background: str,
    text: str,
    quiet: str,
    source: str,
    good: str,
    doubt: str,
    bad: str,
    line: str,
    line_focused: str,
    chosen: str,
) -> dict[str, str]:
    """Return Textual's variables for text, for lines, and for the background of what is chosen."""
    return {
        "foreground-muted": quiet,
        "text-muted": quiet,
        "text-disabled": quiet,
        "text-primary": source,
        "text-secondary": source,
        "text-accent": source,
        "text-success": good,
        "text-warning": doubt,
        "text-error": bad,
        "border": line_focused,
        "border-blurred": line,
        "scrollbar": line,
        "scrollbar-hover": line_focused,
        "scrollbar-active": line_focused,
        "scrollbar-background": background,
        "scrollbar-background-hover": background,
        "scrollbar-background-active": background,
        "block-cursor-blurred-background": chosen,
        "input-selection-background": chosen,
        "screen-selection-background": chosen,
        "screen-selection-foreground": text,
        "footer-description-foreground": quiet,
        "footer-key-foreground": source,
    }


THEMES: Final = (
    Theme(
        name=DARK,
        dark=True,
        background="#16191f",
        surface="#20252d",
        panel="#29303a",
        foreground="#dde2ea",
        primary="#7fb0ee",
        accent="#7fb0ee",
        success="#8ccb7f",
        warning="#e8bd5f",
        error="#f28b82",
        variables=_variables(
            background="#16191f",
            text="#dde2ea",
            quiet="#a9b2bf",
            source="#8fbcf2",
            good="#8ccb7f",
            doubt="#e8bd5f",
            bad="#f59a92",
            line="#717b8a",
            line_focused="#7fb0ee",
            chosen="#263b57",
        ),
    ),
    Theme(
        name=LIGHT,
        dark=False,
        background="#fcfbf8",
        surface="#f1efe9",
        panel="#e6e3da",
        foreground="#22262e",
        primary="#2463ae",
        accent="#2463ae",
        success="#2c6e2f",
        warning="#f5cb5c",
        error="#b3261e",
        variables=_variables(
            background="#fcfbf8",
            text="#22262e",
            quiet="#555c68",
            source="#1d569b",
            good="#276229",
            doubt="#7a4f00",
            bad="#a8201a",
            line="#84816f",
            line_focused="#2463ae",
            chosen="#cfe0f5",
        ),
    ),
    Theme(
        name=HIGH_CONTRAST,
        dark=True,
        background="#000000",
        surface="#121212",
        panel="#1f1f1f",
        foreground="#ffffff",
        primary="#6cc7ff",
        accent="#6cc7ff",
        success="#7cf07c",
        warning="#ffe14d",
        error="#ff9d94",
        variables=_variables(
            background="#000000",
            text="#ffffff",
            quiet="#d6d6d6",
            source="#8fd5ff",
            good="#7cf07c",
            doubt="#ffe14d",
            bad="#ffb0a8",
            line="#b5b5b5",
            line_focused="#6cc7ff",
            chosen="#003a5c",
        ),
    ),
)
"""In the order in which one key goes through them."""


def theme_after(name: str) -> str:
    """Return the next of the app's own themes; the first one after the last, or after any other theme."""
    names = [theme.name for theme in THEMES]
    return names[(names.index(name) + 1) % len(names)] if name in names else names[0]
