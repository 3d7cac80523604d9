"""Makes the application's role on a database server: `python -m config.provision`, before the first migration.

DATABASE_OWNER_URL belongs to a role that may create roles; DATABASE_URL names the role and password to make.
Repeating it is harmless, and is how the password is changed.
"""

import sys
from urllib.parse import unquote, urlsplit

from config.embedded import ServiceError, roles
from config.env import BadEnvironment, text
from config.external import session


def provision(app_url: str, owner_url: str) -> None:
    """Creates or corrects the role of `app_url` and lets it use the rows of the owner's tables."""
    parts = urlsplit(app_url)
    name, password = unquote(parts.username or ""), unquote(parts.password or "")
    if not name or not password:
        raise ServiceError("DATABASE_URL 缺少账户或密码：应形如 postgresql://账户:密码@主机:5432/数据库。")
    if name == unquote(urlsplit(owner_url).username or ""):
        raise ServiceError(
            "DATABASE_URL 与 DATABASE_OWNER_URL 是同一个账户：应用要用另一个、没有特权的账户。"
        )
    with session(owner_url, "DATABASE_OWNER_URL") as connection:
        roles.ensure_role(connection, name, password)
        roles.admit_app(connection, name)


def main() -> int:
    """The exit status; what goes wrong is told in one line."""
    try:
        provision(text("DATABASE_URL"), text("DATABASE_OWNER_URL"))
    except (ServiceError, BadEnvironment) as error:
        print(f"错误：{error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
