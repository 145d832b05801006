"""What a document remembers of how it was made, and where in it that stands."""
