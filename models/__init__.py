"""Code and weights of what looks, colours, enlarges and writes; torch is imported here only."""
