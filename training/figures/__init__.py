"""The pictures of the tutorial, drawn from the model that was made."""
