"""Which mail server is used: named by one address, EMAIL_URL. Without it mail stays in the outbox, unsent."""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from config import env

PLAIN, STARTTLS, TLS = "smtp", "smtp+starttls", "smtps"
PORTS = {PLAIN: 25, STARTTLS: 587, TLS: 465}
NOBODY = "qinghuan@localhost"


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server and the sender named there; an empty `host` means that no mail is sent."""

    sender: str
    host: str = ""
    port: int = PORTS[PLAIN]
    user: str = ""
    password: str = ""
    scheme: str = PLAIN

    @property
    def domain(self) -> str:
        """The sender's domain, whether it is written plainly or as 清患 <qinghuan@example.gov.cn>."""
        return self.sender.rpartition("@")[2].strip("> ")


def server() -> Server:
    """The server at EMAIL_URL, smtp://, smtp+starttls:// or smtps://[user:password@]host[:port], as EMAIL_FROM.

    BadEnvironment when the address is none, or nobody is named as the sender.
    """
    url = env.text("EMAIL_URL", "")
    if not url:
        return Server(env.text("EMAIL_FROM", NOBODY))
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname or parts.path.strip("/"):
        raise env.BadEnvironment(
            "环境变量 EMAIL_URL 应写成 smtp://用户:口令@服务器:端口（加密用 smtp+starttls:// 或 smtps://）。"
        )
    try:
        port = parts.port or PORTS[parts.scheme]
    except ValueError:
        raise env.BadEnvironment("环境变量 EMAIL_URL 里的端口应为1到65535的整数。") from None
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    sender = env.text("EMAIL_FROM")
    if "@" not in sender:
        raise env.BadEnvironment(f"环境变量 EMAIL_FROM 应为发件邮箱，现为“{sender}”。")
    return Server(sender, parts.hostname, port, user, password, parts.scheme)
