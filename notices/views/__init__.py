"""Pages of circulars and reminders."""
