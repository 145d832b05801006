"""What came back in follow-up files, and what is decided on it: handed on between followup, merge and checks."""
