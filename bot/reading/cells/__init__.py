"""Symbols of a row -> its cells, and the columns that they stand in."""
