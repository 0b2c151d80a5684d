"""E-books: each chapter an article."""
