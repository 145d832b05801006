"""Follow-up files: the form that goes out, reading what comes back, and who has answered."""
