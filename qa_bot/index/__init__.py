"""Articles -> an immutable version on disk, and opening it."""
