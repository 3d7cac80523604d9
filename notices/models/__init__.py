"""Circulars and letters from draft to publication, what units do with them, mail, and reminders."""

from notices.models.circulars import (
    Circular,
    CircularEvent,
    CircularKind,
    CircularState,
    CircularTemplate,
    CircularVersion,
    NumberAcceptance,
)
from notices.models.outbox import MailState, OutboxMail
from notices.models.publishing import Delivery, DocumentSeries, LetterHead, Publication, PublicationState
from notices.models.reminders import Reminder

__all__ = [
    "Circular",
    "CircularEvent",
    "CircularKind",
    "CircularState",
    "CircularTemplate",
    "CircularVersion",
    "Delivery",
    "DocumentSeries",
    "LetterHead",
    "MailState",
    "NumberAcceptance",
    "OutboxMail",
    "Publication",
    "PublicationState",
    "Reminder",
]
