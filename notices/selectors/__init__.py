"""Reads of circulars and reminders."""
