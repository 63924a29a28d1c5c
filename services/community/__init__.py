"""What guests say to each other: posts, comments, likes, sharing, reports, blocks."""
