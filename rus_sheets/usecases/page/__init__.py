"""What only the page has: the year as one picture, what is remembered, what there is to look at and to choose among."""
