"""Rule: pictures in, films out; nothing in this package knows of a database or a network."""
