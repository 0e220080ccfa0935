"""What is typed after `python -m training`, and the questions it answers before a run."""
