"""PDF documents: positioned lines -> paragraphs in reading order; `document.read` is the door."""
