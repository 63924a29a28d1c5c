"""The blocks of a long picture, from edge to edge."""
