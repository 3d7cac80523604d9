"""An uploaded table waits for the person who uploaded it, and for nobody else."""

import pytest

from reports import uploads
from reports.uploads import Upload
from units.actors import Actor
from units.errors import NotFound

TABLE = Upload("9月.xlsx", b"\x00\xff content")


def person(user_id: int = 1, tenant_id: int = 1) -> Actor:
    return Actor(user_id=user_id, name="张三", tenant_id=tenant_id)


@pytest.mark.usefixtures("services")
class TestKeptUploads:
    """Kept in the running cache."""

    def test_token_finds_the_file_again(self) -> None:
        token = uploads.keep(person(), 5, TABLE)
        assert uploads.find(person(), 5, token) == TABLE
        assert uploads.find(person(), 5, token) == TABLE

    @pytest.mark.parametrize("token", ["", "\0", "一", "x y", "x" * 65])
    def test_what_is_no_token_finds_nothing(self, token: str) -> None:
        with pytest.raises(NotFound, match="已过期"):
            uploads.find(person(), 5, token)

    def test_two_uploads_do_not_meet(self) -> None:
        first = uploads.keep(person(), 5, TABLE)
        second = uploads.keep(person(), 5, Upload("other.csv", b"x"))
        assert first != second
        assert uploads.find(person(), 5, first) == TABLE

    @pytest.mark.parametrize(("who", "period"), [(person(2), 5), (person(1, 2), 5), (person(), 6)])
    def test_I3_token_is_worth_nothing_to_others(self, who: Actor, period: int) -> None:
        token = uploads.keep(person(), 5, TABLE)
        with pytest.raises(NotFound, match="请重新选择文件上传"):
            uploads.find(who, period, token)

    def test_dropped_file_is_gone(self) -> None:
        token = uploads.keep(person(), 5, TABLE)
        uploads.drop(person(), 5, token)
        with pytest.raises(NotFound):
            uploads.find(person(), 5, token)

    @pytest.mark.parametrize("token", ["", "none", "../../x", "：" * 20])
    def test_made_up_token_finds_nothing(self, token: str) -> None:
        with pytest.raises(NotFound):
            uploads.find(person(), 5, token)
