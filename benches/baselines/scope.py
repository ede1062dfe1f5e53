"""What every baseline is asked: which tables, over which period, in which zone; and how its figures are printed.

The rules that hold in all of them stand here, too, as `insights explain` tells them: targets, channels with cases, windows.
"""

import argparse
import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

HOUR = 3_600_000
DAY = 24 * HOUR
# Optimal and acceptable time to answer, in milliseconds.
TARGETS = {
    "chat": (30_000, 120_000),
    "email": (DAY, 2 * DAY),
    "whatsapp": (300_000, 1_800_000),
    "messenger": (900_000, HOUR),
    "facebook": (900_000, HOUR),
    "x": (None, HOUR),
    "web form": (DAY, 2 * DAY),
}
# Threads that never end: a customer's message more than a day after the one before opens a case.
SPLIT = ("messenger", "whatsapp", "instagram", "telegram")
# A day after the customer's last message nothing but a template may be sent.
WINDOW = ("whatsapp", "messenger")
EXCLUDED = ("spam", "deleted", "test", "merged")
TOP = 10


@dataclass
class Scope:
    """Instants are milliseconds since 1970; the period takes in `since` and ends before `until`."""

    folder: Path
    form: str
    since: int
    until: int
    as_of: int
    zone: str
    first_day: date
    last_day: date


def milliseconds(instant):
    return round(instant.timestamp() * 1000)


def asked(about):
    """The scope that the command line asks for."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--since", type=date.fromisoformat, required=True)
    parser.add_argument("--until", type=date.fromisoformat, required=True, help="last day, inclusive")
    parser.add_argument("--tz", required=True)
    parser.add_argument("--as-of", type=datetime.fromisoformat, required=True)
    parser.add_argument("--form", choices=["csv", "jsonl", "archive"], default="csv", help="what the tables are kept in")
    given = parser.parse_args()
    since, until = (
        milliseconds(datetime.combine(day, time(), ZoneInfo(given.tz))) for day in (given.since, given.until + timedelta(days=1))
    )
    return Scope(given.folder, given.form, since, until, milliseconds(given.as_of), given.tz, given.since, given.until)


def tell(sections):
    """Prints {section: [row, …]}."""
    print(json.dumps(sections, ensure_ascii=False, default=str))
