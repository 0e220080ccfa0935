"""The life of a model: made or sent, measured, let in or kept out, swapped in while photos come."""
