from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from config.demo import loading
from units.commands import Refused
from units.errors import DomainError


class Command(BaseCommand):
    """Load the demonstration data; what is there already stays untouched."""

    help = "载入演示数据：荔城区2023年9月真实调度表、合成的其他各期，以及各角色的演示账号。可重复执行。"

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded, accounts = loading.load(timezone.now())
        except DomainError as error:
            raise Refused(error.message) from error
        self.stdout.write(f"已载入：{'、'.join(loaded)}。" if loaded else "演示数据已经在了，没有改动。")
        self.stdout.write(f"演示账号见 {accounts}")
