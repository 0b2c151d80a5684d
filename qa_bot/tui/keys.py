"""The keys that work everywhere in the app; each widget defines its own."""

from textual.binding import Binding, BindingType

EVERYWHERE: list[BindingType] = [
    Binding("escape", "leave", "Back", tooltip="Close the article, or go to the question line"),
    Binding("f1", "help", "Help", tooltip="Show this help"),
    Binding("ctrl+r", "rebuild", "Rebuild", tooltip="Rebuild the index, or try again"),
    Binding("f2", "files", "Files", show=False, tooltip="List the files of the corpus folder"),
    Binding("ctrl+l", "clear", "Clear", show=False, tooltip="Clear the conversation"),
    Binding("ctrl+t", "toggle_theme", "Theme", show=False, tooltip="Switch between light and dark"),
    Binding("pageup", "page(-1)", "Page up", show=False),
    Binding("pagedown", "page(1)", "Page down", show=False),
    Binding("ctrl+q", "quit", "Quit", tooltip="Quit", priority=True),
]
