"""The poet: `poet.load` its weights once to a process; labels.py and prosody.py need no torch."""
