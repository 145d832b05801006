"""Templates that come from people: opened, checked, and rendered safely, with what they give as a tree."""
