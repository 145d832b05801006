"""What goes out to another system as rows and columns of its own, and what comes back of them."""
