"""What the toolkit itself is made with; none of it is in the wheel."""
