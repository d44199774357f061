"""Moments and days as Xero writes them."""

from datetime import UTC, date, datetime


def wire_moment(moment: datetime) -> str:
    """Write a moment as `/Date(1552595972952+0000)/`."""
    return f"/Date({int(moment.timestamp() * 1000)}+0000)/"


def wire_day(day: date) -> str:
    """Write a day as the moment at which it begins in UTC."""
    return wire_moment(datetime(day.year, day.month, day.day, tzinfo=UTC))
