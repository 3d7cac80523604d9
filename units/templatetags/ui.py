"""How every page prints icons and instants. Instants are shown in the active time zone, the tenant's (I10)."""

from datetime import date, datetime, time, timedelta

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """One picture of the sprite, silent for screen readers: the word beside it says what it means."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("img/icons.svg"),
        name,
    )


@register.filter
def day(value: date | None) -> str:
    """9月24日, with the year unless it is the current one."""
    if not value:
        return ""
    year = "" if value.year == timezone.localdate().year else f"{value.year}年"
    return f"{year}{value.month}月{value.day}日"


@register.simple_tag
def days(first: date, last: date) -> str:
    """A span of days: 5月1日—9月26日, the year once where both days share it."""
    until = (
        f"{last.month}月{last.day}日"
        if first.year == last.year
        else f"{last.year}年{last.month}月{last.day}日"
    )
    return f"{day(first)}—{until}"


@register.filter
def moment(value: datetime | None) -> str:
    """9月24日 16:05, with the year unless it is the current one."""
    if not value:
        return ""
    local = timezone.localtime(value)
    return f"{day(local.date())} {local:%H:%M}"


@register.filter
def deadline(value: datetime | None) -> str:
    """An instant that ends something: midnight is the 24:00 of the day it ends, 9月24日 24:00."""
    if not value:
        return ""
    local = timezone.localtime(value)
    if local.time() == time(0):
        return f"{day(local.date() - timedelta(days=1))} 24:00"
    return moment(value)


@register.filter
def remaining(cutoff: datetime, now: datetime) -> str:
    """The time left: 还有 3 天, on the last day 还有 5 小时 20 分, 已截止 from the cutoff on."""
    seconds = int((cutoff - now).total_seconds())
    if cutoff <= now:
        return "已截止"
    if seconds >= 24 * 3600:
        return f"还有 {-(-seconds // (24 * 3600))} 天"
    hours, minutes = divmod(seconds // 60, 60)
    if hours:
        return f"还有 {hours} 小时 {minutes} 分"
    return f"还有 {minutes} 分钟" if minutes else "还有不到 1 分钟"


@register.filter
def urgency(cutoff: datetime, now: datetime) -> str:
    """calm, last-day or over: how loudly the countdown is shown."""
    if cutoff <= now:
        return "over"
    return "last-day" if cutoff - now < timedelta(days=1) else "calm"


@register.filter
def clip(value: object, length: int) -> str:
    """The beginning of a long text. Django's own filter ends Chinese text in three full stops."""
    text = "" if value is None else str(value)
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"
