"""Writes of circulars and reminders. Drafting is at hand here, as commands and demonstrations want it."""

from notices.services.drafting import draft_circular, draft_due_circulars
from notices.services.files import CircularFiles, circular_files

__all__ = ["CircularFiles", "circular_files", "draft_circular", "draft_due_circulars"]
