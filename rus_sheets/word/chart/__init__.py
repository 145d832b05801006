"""Native charts: made, read where they stand, and given today's figures."""
