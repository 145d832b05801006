"""What the docs say is what the programs do."""
