"""Web pages and files -> the corpus folder, each accounted for."""
