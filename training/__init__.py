"""The tutorial made real: from MNIST to the model file that the bot reads digits with.

Read it in this order, the order of the tutorial: `data` (loading), `recipes` (every choice in one
place), `network` (making the model), `fit` (compiling and training), `evaluate` (testing),
`export` (the file), `figures` and `card` (what came out). `python -m training --help` runs it.
"""
