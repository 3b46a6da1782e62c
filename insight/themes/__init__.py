"""Themes in four verbs: discover them, assign to them, name them, track them over time."""
