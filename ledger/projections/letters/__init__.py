"""Letters: what a person is told on paper, from the log and from words that the caller may open."""
