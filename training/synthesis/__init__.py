"""Drawing characters, lines and scenes to train with."""
