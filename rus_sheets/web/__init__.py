"""The page: the year in the browser of this machine. It shows what use cases return and decides nothing itself."""
