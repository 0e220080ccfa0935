"""What the file formats say of a picture before it is decoded, and how their pixels become gray."""
