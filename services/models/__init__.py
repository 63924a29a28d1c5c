"""What is asked of models, and how their answers come back."""
