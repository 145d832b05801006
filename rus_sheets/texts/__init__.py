"""Texts as people write them: as blocks for Word, and the figures that are told in them."""
