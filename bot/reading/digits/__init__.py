"""One digit -> the form of an MNIST picture -> probabilities, and an embedding."""
