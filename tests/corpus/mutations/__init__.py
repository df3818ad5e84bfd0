"""The engines' changes for mutate.py."""
