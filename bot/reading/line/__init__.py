"""One line of writing -> its symbols: by cuts and a lattice, and by a network for the whole."""
