"""The ink of one line -> its symbols, with how sure they are."""
