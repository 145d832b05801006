"""What the toolkit costs, beside the least it could cost and what people do today: ``uv run python -m benchmarks``."""
