"""Programs that drew pictures of static/ once; README.md says how to draw them again."""
