"""Stored values of formulas: what an edit reaches, asked of engines and never guessed."""
