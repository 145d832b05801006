"""Changing a file safely: held, copied, written at one go, and noted so that it can be taken back."""
