"""Reading a line as it is written, with its signs, by a network that knows letters as well."""
