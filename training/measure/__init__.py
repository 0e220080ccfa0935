"""Measuring: on labelled pictures, through everything that the bot does to one."""
