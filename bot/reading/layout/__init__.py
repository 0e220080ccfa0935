"""Ink -> connected components, lines of writing, and the page that they stand on."""
