"""签发 numbers, freezes and sends out, or does nothing at all."""

import hashlib
from datetime import date, timedelta

import pytest
from django.db import Error, connection, transaction

from notices import document, printed_annex
from notices.models import (
    Circular,
    CircularEvent,
    CircularState,
    CircularVersion,
    Delivery,
    DocumentSeries,
    LetterHead,
    OutboxMail,
    Publication,
)
from notices.services import issuing
from reports.models import Snapshot
from tests.factories import CUTOFF, District, make_actor, user_of
from tests.notices.issued import (
    AFTER,
    NUMBER,
    drafted,
    issued,
    letter,
    publication_of,
    reviewed,
)
from units.enums import Role
from units.errors import Conflict, NotAllowed
from units.models import AuditEntry, User


def untouched() -> bool:
    """Whether no number was used and nothing went out."""
    used = DocumentSeries.objects.exclude(last=0).exists()
    return not (used or Publication.objects.exists() or OutboxMail.objects.exists())


def sign_again(district: District, circular: Circular) -> Circular:
    return issuing.sign(actor=district.leader, circular=circular, at=AFTER)


def test_signed_circular_is_numbered_dated_and_finished(district: District) -> None:
    found = Circular.objects.get(pk=issued(district).pk)
    assert (found.state, found.year, found.number) == (CircularState.ISSUED, 2023, 1)
    assert (found.issued_at, found.signed_by_id) == (AFTER, district.leader.user_id)
    text = found.document.text
    assert NUMBER in text
    assert "2023年9月25日印发" in text
    assert "草稿" not in text
    assert "待编" not in text
    assert AuditEntry.objects.get(action="circular.issued").summary.endswith(NUMBER)


def test_I5_every_number_of_the_issued_text_still_names_its_figure(district: District) -> None:
    before = reviewed(district)
    keys = before.document.figure_keys
    assert keys
    assert sign_again(district, before).document.figure_keys == keys


def test_signing_keeps_the_final_version(district: District) -> None:
    found = issued(district)
    version = CircularVersion.objects.filter(circular=found).order_by("-number")[0]
    assert (version.what, version.content) == ("签发定稿", found.content)
    assert CircularEvent.objects.filter(circular=found).latest("id").action == "issued"


def test_I3_publication_holds_words_only(district: District) -> None:
    found = issued(district)
    publication = publication_of(found)
    assert publication.document.text == found.document.text
    assert publication.document.figure_keys == ()
    assert publication.document_number == NUMBER


def test_digest_is_that_of_the_word_file_made_from_what_is_kept(district: District) -> None:
    publication = publication_of(issued(district))
    annexes = printed_annex.from_json(publication.annex)
    assert annexes[0].table.rows[0].name == "累计"
    content = document.render(publication.document, annexes)
    assert hashlib.sha256(content).hexdigest() == publication.sha256


def test_circular_goes_to_every_obliged_unit(district: District) -> None:
    found = issued(district)
    sent = Delivery.objects.filter(publication__circular=found).values_list("unit_id", flat=True)
    assert set(sent) == {unit.pk for unit in district.units}


def test_letter_goes_to_its_unit_alone_and_has_no_annex(district: District) -> None:
    drafted(district)
    found = issued(district, letter(district))
    assert [each.unit_id for each in Delivery.objects.all()] == [district.town.pk]
    assert publication_of(found).annex is None


def test_people_with_an_address_get_one_mail(district: District) -> None:
    User.objects.filter(pk__in=[user_of(district.filer).pk, user_of(district.head).pk]).update(email="a@b.cn")
    issued(district, reply_by=date(2023, 9, 28))
    mails = list(OutboxMail.objects.all())
    assert len(mails) == 2
    assert NUMBER in mails[0].subject
    assert "9月28日24:00前回复" in mails[0].text


@pytest.mark.parametrize("who", ["filer", "head", "reviewer", "admin", "system"])
def test_I8_only_leaders_sign(district: District, who: str) -> None:
    circular = reviewed(district)
    with pytest.raises(NotAllowed, match="由没有参与起草的领导签发"):
        issuing.sign(actor=getattr(district, who), circular=circular, at=AFTER)
    assert untouched()


def test_I8_leader_who_wrote_on_it_does_not_sign(district: District) -> None:
    circular = reviewed(district)
    writer = make_actor("writer", Role.LEADER)
    versions = CircularVersion.objects.filter(circular=circular)
    CircularVersion.objects.create(
        circular=circular,
        number=versions.count() + 1,
        content={},
        what="修改",
        at=AFTER,
        by_id=writer.user_id,
    )
    with pytest.raises(NotAllowed):
        issuing.sign(actor=writer, circular=circular, at=AFTER)


def test_unreviewed_circular_is_not_signed(district: District) -> None:
    circular = drafted(district)
    with pytest.raises(Conflict, match=r"“草稿”.*不能签发"):
        sign_again(district, circular)


def test_signing_twice_numbers_once(district: District) -> None:
    circular = issued(district)
    with pytest.raises(Conflict, match="“已印发”"):
        sign_again(district, circular)
    assert DocumentSeries.objects.get().last == 1


def test_without_letterhead_it_says_where_to_set_it(district: District) -> None:
    circular = reviewed(district)
    LetterHead.objects.all().delete()
    with pytest.raises(Conflict, match="在“公文版头”页设置"):
        sign_again(district, circular)
    assert untouched()


def test_I4_corrected_figures_have_to_be_taken_over_first(district: District) -> None:
    circular = reviewed(district)
    first = Snapshot.objects.get()
    Snapshot.objects.create(
        period=first.period, revision=2, content=first.content, sha256="2", created_at=AFTER
    )
    with pytest.raises(Conflict, match="所依据的数据已经更正"):
        sign_again(district, circular)
    assert untouched()


def with_words(circular: Circular, words: str) -> Circular:
    content = circular.content
    content["blocks"].append({"id": "typed", "kind": "paragraph", "parts": [{"typed": words}]})
    Circular.objects.filter(pk=circular.pk).update(content=content)
    return circular


def test_I5_open_findings_of_the_number_check_block_it(district: District) -> None:
    circular = with_words(reviewed(district), "全区共排查重大事故隐患987654条。")
    with pytest.raises(Conflict, match=r"数字核对还有1处没有处理，第一处是“987654条?”"):
        sign_again(district, circular)
    assert untouched()


def test_places_left_open_block_it(district: District) -> None:
    circular = with_words(reviewed(district), "请于____前报送。")
    with pytest.raises(Conflict, match="还有1处没有填好"):
        sign_again(district, circular)


def test_text_without_place_for_its_number_is_not_signed(district: District) -> None:
    circular = reviewed(district)
    content = circular.content
    content["blocks"] = [block for block in content["blocks"] if block["kind"] not in ("number", "date")]
    Circular.objects.filter(pk=circular.pk).update(content=content)
    with pytest.raises(Conflict, match="文稿缺发文字号、成文日期"):
        sign_again(district, circular)
    assert untouched()


def test_day_of_reply_that_is_over_blocks_it(district: District) -> None:
    circular = reviewed(district, reply_by=date(2023, 9, 26))
    with pytest.raises(Conflict, match="回复的期限已经到了"):
        issuing.sign(actor=district.leader, circular=circular, at=AFTER + timedelta(days=1))


def test_failed_printing_uses_no_number(district: District) -> None:
    circular = with_words(reviewed(district), "垂直制表\x0b符")
    with pytest.raises(Conflict, match="没有编号，也没有印发"):
        sign_again(district, circular)
    assert untouched()
    assert Circular.objects.get(pk=circular.pk).state == CircularState.REVIEWED


def test_I10_year_and_date_are_the_tenants(district: District) -> None:
    circular = reviewed(district)
    new_year = CUTOFF.replace(month=12, day=31, hour=23) + timedelta(hours=1)
    found = issuing.sign(actor=district.leader, circular=circular, at=new_year)
    assert (found.year, found.number) == (2024, 1)
    assert "2024年1月1日" in found.document.text


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("notices_circular", "title = '改'"),
        ("notices_circular", "number = 2"),
        ("notices_circular", "content = '{}'"),
        ("notices_publication", "content = '{}'"),
        ("notices_publication", "sha256 = '0'"),
        ("notices_circularevent", "comment = '改'"),
    ],
)
def test_I4_issued_document_is_not_edited_by_anybody(district: District, table: str, change: str) -> None:
    issued(district)
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {change}")
