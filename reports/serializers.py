"""How periods and filings look to API clients, and what clients may send."""

from typing import Any

from rest_framework import serializers

from reports.models import FilingEvent, Period, Submission
from reports.services.returning import MAX_COMMENT
from reports.transitions import MOVES


class PeriodSerializer(serializers.ModelSerializer[Period]):
    """A period. Instants are UTC; `cutoff_at` is the first instant that is late."""

    campaign = serializers.CharField(source="campaign.name")

    class Meta:
        model = Period
        fields = [
            "label",
            "title",
            "campaign",
            "starts_on",
            "ends_on",
            "cutoff_at",
            "close_at",
            "state",
            "closed_at",
            "synthetic",
            "note",
        ]
        read_only_fields = fields


class SubmissionSerializer(serializers.ModelSerializer[Submission]):
    """A unit's filing. `values` maps indicator codes to decimal strings; absent means not filled in."""

    unit_name = serializers.CharField(source="unit.name")

    class Meta:
        model = Submission
        fields = [
            "unit",
            "unit_name",
            "state",
            "nil",
            "values",
            "version",
            "origin",
            "filled_at",
            "signed_at",
            "filed_at",
            "first_filed_at",
            "returned_at",
            "return_reason",
            "reasons",
            "comments",
        ]
        read_only_fields = fields


class FilingEventSerializer(serializers.ModelSerializer[FilingEvent]):
    """An entry of a filing's trail. `changes` maps indicator codes to [old, new], "" being an empty field."""

    class Meta:
        model = FilingEvent
        fields = ["number", "action", "verb", "by_name", "at", "note", "changes", "comments", "values"]
        read_only_fields = fields


class EntriesSerializer(serializers.Serializer[Any]):
    """What an autosave sends: the version it was loaded with, and the texts typed, by indicator code."""

    version = serializers.IntegerField(min_value=0)
    entries = serializers.DictField(
        child=serializers.CharField(allow_blank=True, max_length=40, trim_whitespace=False)
    )


class MoveSerializer(serializers.Serializer[Any]):
    """One move of a filing's life (submit, sign, file, reopen, return).

    A return needs a reason, and may carry `comments` on single cells by indicator code.
    """

    move = serializers.ChoiceField(choices=sorted(MOVES))
    version = serializers.IntegerField(min_value=0)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=300, default="")
    comments = serializers.DictField(
        child=serializers.CharField(allow_blank=True, max_length=MAX_COMMENT), required=False, default=dict
    )
