"""Lines of a page that was saved or copied as text: which are the article, and which the site's own."""
