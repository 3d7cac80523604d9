"""The API of the dispatch: periods, filings and figures."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from config.api import TenantViewSet
from reports.models import Period, Submission
from reports.selectors import figures as figure_selectors
from reports.selectors import filing_history
from reports.selectors import submissions as selectors
from reports.selectors.periods import period_by_label
from reports.serializers import (
    EntriesSerializer,
    FilingEventSerializer,
    MoveSerializer,
    PeriodSerializer,
    SubmissionSerializer,
)
from reports.services import submissions
from units.models import Unit


class PeriodViewSet(ListModelMixin, RetrieveModelMixin, TenantViewSet):
    """Periods by label, and the figures of closed ones."""

    serializer_class = PeriodSerializer
    lookup_field = "label"

    def get_queryset(self) -> QuerySet[Period]:
        return Period.objects.select_related("campaign")

    def get_object(self) -> Period:
        return period_by_label(self.kwargs["label"])

    @action(detail=True)
    def figures(self, request: Request, **kwargs: Any) -> Response:
        """Every named figure of a closed period, with its formula and source rows."""
        return Response(figure_selectors.closed_period(self.actor, self.get_object()).to_json())


class SubmissionViewSet(ListModelMixin, TenantViewSet):
    """Filings of a period, by unit id. A unit's people see their own, 安委办 sees all (I3)."""

    serializer_class = SubmissionSerializer
    lookup_field = "unit"
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[Submission]:
        return selectors.visible_submissions(self.actor, period_by_label(self.kwargs["label"]))

    def retrieve(self, request: Request, **kwargs: Any) -> Response:
        """One unit's filing, empty if not yet begun."""
        period, unit = self._where()
        return Response(self._body(selectors.filing(self.actor, period, unit).submission))

    def partial_update(self, request: Request, **kwargs: Any) -> Response:
        """Save what was typed into some fields; 409 when somebody else saved in between."""
        period, unit = self._where()
        data = _valid(EntriesSerializer(data=request.data))
        saved = submissions.save_values(
            actor=self.actor,
            period=period,
            unit=unit,
            version=data["version"],
            entries=data["entries"],
            at=timezone.now(),
        )
        return Response(self._body(saved))

    @action(detail=True, methods=["post"])
    def moves(self, request: Request, **kwargs: Any) -> Response:
        """Make one move of the filing's life."""
        period, unit = self._where()
        data = _valid(MoveSerializer(data=request.data))
        moved = submissions.move(
            actor=self.actor,
            period=period,
            unit=unit,
            name=data["move"],
            version=data["version"],
            reason=data["reason"],
            comments=data["comments"],
            at=timezone.now(),
        )
        return Response(self._body(moved))

    @action(detail=True)
    def events(self, request: Request, **kwargs: Any) -> Response:
        """The trail of one unit's filing, the oldest entry first; empty if not yet begun."""
        period, unit = self._where()
        trail = filing_history.events(selectors.filing(self.actor, period, unit).submission)
        return Response(FilingEventSerializer(trail, many=True).data)

    def _where(self) -> tuple[Period, Unit]:
        period = period_by_label(self.kwargs["label"])
        return period, selectors.visible_unit(self.actor, int(self.kwargs["unit"]))

    def _body(self, submission: Submission) -> Any:
        return SubmissionSerializer(submission).data


def _valid(serializer: EntriesSerializer | MoveSerializer) -> dict[str, Any]:
    if not serializer.is_valid():
        raise ValidationError(serializer.errors)
    data: dict[str, Any] = serializer.validated_data
    return data
