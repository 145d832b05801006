"""A form typed in and saved by the office programs that people have, for tests that then do without the programs."""
