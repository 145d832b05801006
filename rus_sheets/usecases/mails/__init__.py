"""Mail drafts to owners, as files. Nothing is sent."""
