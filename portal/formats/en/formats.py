"""English words with Vietnamese dates: a time window must read the same in both languages."""

from portal.formats.vi.formats import *  # noqa: F403 -- day first and 24 hours, as there

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "H:i, j F Y"
YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = "j F"

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
