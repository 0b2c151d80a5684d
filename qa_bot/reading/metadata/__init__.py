"""What a text states about its article: names, dates, labelled lines and fields."""
