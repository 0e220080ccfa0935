"""A picture seen with several looks -> the surest reading."""
