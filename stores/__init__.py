"""SQL, short-lived values, media files: the only code that knows how things are kept."""
