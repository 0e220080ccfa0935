"""PDF files -> pages as gray pictures. What parses a PDF runs in a child process of its own.

Pages are rendered, as a viewer shows them. Taking out the pictures that are in them would be
cheaper, and wrong: a scan stored as a mask comes out as its negative, `/Decode` and what is drawn
over a picture are left out, and of a page in strips come the strips.
"""
