"""Plain text and Markdown: `plain.read` and `markdown.read`."""
