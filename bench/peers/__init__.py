"""What Postcard is measured against; each file runs by itself."""
