"""The landscapes of China's provinces, drawn from numbers: see scripts/cities.py."""
