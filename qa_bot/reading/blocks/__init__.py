"""Headings, paragraphs and line breaks of any format.

`headings.article_of` makes an article of pieces; `xhtml.read_blocks` finds the blocks of a parsed page.
"""
