"""A file that somebody sent -> what is read on its pages: a picture, a PDF, a TIFF."""
