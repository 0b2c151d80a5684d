"""A folder of files -> its articles: every file accounted for, no story twice, nothing read again in vain."""
