"""Web pages: body, title, authors, date and address.

`page.read` is the door for a page, `mhtml.read` for one saved as a single file.
"""
