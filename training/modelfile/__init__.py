"""The model file itself: how its weights are stored, and how it is run."""
