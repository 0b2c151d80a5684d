"""Numbers of things in words, as every screen and shell writes them."""


def counted(number: int, thing: str) -> str:
    """Give "1 thing" or "n things", with commas between thousands."""
    return f"{number:,} {thing}" + ("" if number == 1 else "s")
