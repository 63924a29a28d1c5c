"""Makes files of what is painted."""
