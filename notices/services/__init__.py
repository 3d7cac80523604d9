"""Writes of circulars and reminders. The circulars' are at hand here, as commands and demonstrations want them."""

from notices.services.circulars import (
    CircularFiles,
    circular_files,
    draft_circular,
    draft_due_circulars,
)

__all__ = ["CircularFiles", "circular_files", "draft_circular", "draft_due_circulars"]
