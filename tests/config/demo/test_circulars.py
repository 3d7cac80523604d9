"""The issued circular of the demonstration, and what units did with it."""

from notices.models import Circular, CircularState, Delivery, LetterHead, Publication
from notices.selectors import checks
from reports.models import Period
from tests.config.demo.conftest import AT, Loaded
from units.models import Tenant
from units.scoping import scope


def licheng() -> Tenant:
    return Tenant.objects.get(slug="licheng")


def test_one_synthetic_circular_is_issued_and_says_so(demo: Loaded) -> None:
    with scope(licheng().pk):
        (publication,) = Publication.objects.all()
        assert publication.synthetic
        assert publication.circular.period == Period.objects.filter(synthetic=True, state="closed").latest(
            "cutoff_at"
        )
        assert publication.document_number == "荔安办〔2026〕1号"
        assert "合成数据" in publication.document.text
        assert publication.reply_by is not None
        assert publication.reply_by > AT.date()


def test_I8_drafter_checker_and_signer_are_three_people(demo: Loaded) -> None:
    with scope(licheng().pk):
        issued = Circular.objects.get(state=CircularState.ISSUED)
        hands = {issued.submitted_by_id, issued.reviewed_by_id, issued.signed_by_id}
        assert None not in hands
        assert len(hands) == 3


def test_units_received_replied_or_did_nothing_yet(demo: Loaded) -> None:
    with scope(licheng().pk):
        found = list(Delivery.objects.select_related("unit").order_by("unit__order"))
        assert [bool(each.received_at) for each in found[:4]] == [False, True, True, False]
        assert [bool(each.reply) for each in found[:4]] == [False, True, False, False]
        assert len(found) == 27


def test_september_waits_as_a_draft_without_open_numbers(demo: Loaded) -> None:
    with scope(licheng().pk):
        draft = Circular.objects.get(period__label="2023-09", kind="monthly")
        assert draft.state == CircularState.DRAFT
        assert checks.open_findings(draft) == []


def test_I3_second_tenant_has_neither_letterhead_nor_publication(demo: Loaded) -> None:
    with scope(Tenant.objects.get(slug="shifan").pk):
        assert not LetterHead.objects.exists()
        assert not Publication.objects.exists()
