"""Everything about one visit: what was planned, checked, read and concluded."""
