"""Going on from a model: corrections, a model file back in Keras, and how far to go."""
