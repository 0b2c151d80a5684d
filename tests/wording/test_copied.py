"""After copying, the person knows what was copied and which way it went."""
# ruff: noqa: D103  a test's name is its claim

from qa_bot.wording.copied import copied_lines


def test_the_tool_and_the_terminal_are_named() -> None:
    assert copied_lines("the citation", "A title,\n2023", "wl-copy") == [
        "Copied the citation: \u201cA title, 2023\u201d",
        "In the clipboard (wl-copy), and sent to the terminal (OSC 52).",
    ]


def test_without_a_tool_it_may_not_have_arrived() -> None:
    first, second = copied_lines("the passage", "word " * 100, "")
    assert len(first) < 90
    assert "may ignore it" in second
