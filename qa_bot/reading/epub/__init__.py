"""E-books, each chapter an article. The entry point is `book.read`."""
