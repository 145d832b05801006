"""What the commands do, as functions: they open files, ask the layers below, and write the result."""
