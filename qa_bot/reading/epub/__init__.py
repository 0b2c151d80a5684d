"""E-books, each chapter an article; `book.read` is the door."""
