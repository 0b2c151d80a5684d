"""The lines of a page saved or copied as text -> the article among them, without boilerplate.

`segmentation.find_body` finds the body, `page_text.find_metadata` the title, authors and date around it.
"""
