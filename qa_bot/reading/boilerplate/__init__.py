"""The lines of a page saved or copied as text -> its article, without boilerplate.

`segmentation.find_body` finds the body; `page_text.find_metadata` finds title, authors and date around it.
"""
