"""Pages of the organisation: one's own account, and the people an administrator looks after."""
