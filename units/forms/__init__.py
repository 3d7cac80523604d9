"""What people type about themselves, about others and about the calendar, read and checked."""
