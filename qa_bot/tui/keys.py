"""The keys that work everywhere in the app; those of one widget stand in that widget."""

from textual.binding import Binding, BindingType

EVERYWHERE: list[BindingType] = [
    Binding("escape", "leave", "Back", tooltip="Close the article, or go back to the question line"),
    Binding("f1", "help", "Help", tooltip="Show all keys"),
    Binding("ctrl+r", "rebuild", "Rebuild", tooltip="Rebuild the index, or try again to open it"),
    Binding("f2", "files", "Files", show=False, tooltip="Show what became of each file"),
    Binding("ctrl+l", "clear", "Clear", show=False, tooltip="Clear the conversation"),
    Binding("ctrl+t", "toggle_theme", "Theme", show=False, tooltip="Switch between light and dark"),
    Binding("pageup", "page(-1)", "Page up", show=False),
    Binding("pagedown", "page(1)", "Page down", show=False),
    Binding("ctrl+q", "quit", "Quit", tooltip="Quit", priority=True),
]
