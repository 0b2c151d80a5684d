"""PDF documents: lines in their places -> paragraphs in reading order."""
