"""The nouns and their rules, one file a noun."""
