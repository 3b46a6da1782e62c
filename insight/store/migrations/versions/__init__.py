"""Numbered steps, each forward and back."""
