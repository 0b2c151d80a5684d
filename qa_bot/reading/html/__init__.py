"""Web pages: body, title, authors, dates and address out of the markup."""
