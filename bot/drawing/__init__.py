"""All pictures that are drawn for people: how a number was read, and the sheet of corrections."""
