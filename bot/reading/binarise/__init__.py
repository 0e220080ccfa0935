"""Upright grayscale -> how much ink there is at each pixel, without the paper and its print."""
