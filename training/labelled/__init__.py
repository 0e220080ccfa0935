"""Pictures with what they show, as people hand them in: folders with a table, corrections."""
