"""Web pages: body, title, authors, date and address.

`page.read` reads a page, `mhtml.read` one saved as a single file.
"""
