"""Documents made of templates and values."""
