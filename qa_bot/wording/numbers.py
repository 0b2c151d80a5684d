"""Counts in words."""


def counted(number: int, thing: str) -> str:
    """Return "1 thing" or "n things", with commas between thousands."""
    return f"{number:,} {thing}" + ("" if number == 1 else "s")
