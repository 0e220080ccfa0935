"""The model card: what a model is, what it was made of, and what was measured of it."""
