"""PDF documents: positioned lines -> paragraphs in reading order. The entry point is `document.read`."""
