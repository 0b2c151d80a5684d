"""Web pages and files -> the corpus folder, each reported."""
