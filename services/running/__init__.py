"""What keeps a process running: its parts, logs, numbers, limits, secrets."""
