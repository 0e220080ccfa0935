"""The second network for lines: strings of digits alone, as on cheques."""
