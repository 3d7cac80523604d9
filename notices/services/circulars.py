"""Where drafting was; kept while pages still look for it here."""

from notices.services.drafting import draft_circular, draft_due_circulars

__all__ = ["draft_circular", "draft_due_circulars"]
