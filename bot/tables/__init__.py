"""What was read -> tables of numbers, their sums, and files for spreadsheets. Pure."""
