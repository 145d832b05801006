"""Makes the Word templates in ``reports/`` that come with the toolkit.

Their look stands here once, so that all of them share it; ``python -m tools.maker`` writes them anew. After
that they are ordinary Word files, and the secretariat's own to change.
"""
