"""Bytes of a file -> upright grayscale, safely."""
