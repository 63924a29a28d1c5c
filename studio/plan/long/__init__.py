"""What a long picture will show: its style, its frames, their captions."""
