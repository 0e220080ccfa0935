"""Training the ruling network, which tells rules from writing."""
