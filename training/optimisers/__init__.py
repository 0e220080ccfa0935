"""How weights are moved: what a model is compiled with, Muon, halves of a batch side by side."""
