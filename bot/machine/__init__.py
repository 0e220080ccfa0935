"""What the machine, the container or the service allows. Needs no other room; training asks too."""
