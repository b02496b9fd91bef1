"""Which row goes with which: parents by popularity, attribute or age, and the parts of a whole, by arithmetic."""
