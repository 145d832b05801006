"""What an older plan or report says: rules read its paragraphs into rows, and all else is told of."""
