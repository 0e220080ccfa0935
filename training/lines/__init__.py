"""The line network: what it learns from, its shape, its training and its file."""
