"""Platforms whose good answers are spoiled on the way, and who must not bring the program down."""
