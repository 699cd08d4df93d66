"""Exit codes and small closed vocabularies. Exit codes are a contract: see `dq explain 11`."""

from enum import IntEnum, StrEnum


class ExitCode(IntEnum):
    """What the process says to the pipeline that called it. Never 1 or 2."""

    CLEAR = 0
    FINDINGS = 10
    NOT_JUDGED = 11
    USAGE = 20
    FAULT = 30
    LIMIT = 31
    CANNOT_WRITE = 32
    INTERRUPTED = 130


PRECEDENCE = (
    ExitCode.USAGE,
    ExitCode.FAULT,
    ExitCode.CANNOT_WRITE,
    ExitCode.LIMIT,
    ExitCode.NOT_JUDGED,
    ExitCode.FINDINGS,
    ExitCode.CLEAR,
)


def worst(codes: list[ExitCode]) -> ExitCode:
    """Return the code that wins when several apply; `CLEAR` for an empty list."""
    return min(codes, key=PRECEDENCE.index, default=ExitCode.CLEAR)


class Severity(StrEnum):
    """How serious a finding of the rule can be."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"
    CRITICAL = "critical"


class Disposition(StrEnum):
    """What the payer is asked to do. Ordered: a later one wins for a provider."""

    PAY = "pay"
    INFORM = "inform"
    ADJUST = "adjust"
    HOLD = "hold"
    REJECT = "reject"

    @property
    def rank(self) -> int:
        """Position in the order pay < inform < adjust < hold < reject."""
        return list(Disposition).index(self)


class Unit(StrEnum):
    """What one examined entity of a rule is."""

    FILE = "file"
    DELIVERY = "delivery"  # what one provider is due to send of one feed
    ROW = "row"
    PERSON = "person"
    PHYSICIAN = "physician"
    PHYSICIAN_AT_PROVIDER = "physician x provider"
    PROVIDER = "provider"
    REGION = "region"


class Status(StrEnum):
    """How a check ended. The order is the priority: the first that applies is reported."""

    ERROR = "error"
    NOT_JUDGED = "not_judged"
    FAIL = "fail"
    PASS = "pass"  # noqa: S105  a status, not a password


class Reason(StrEnum):
    """Why a check was not judged. Only `NONE_IN_SCOPE` is harmless for a required rule."""

    FEED_MISSING = "feed_missing"
    COLUMN_MISSING = "column_missing"
    LIMIT_MISSING = "limit_missing"
    TOO_FEW = "too_few"
    FILTER_EMPTY = "filter_empty"
    ROLL_MISSING = "roll_missing"
    SKIPPED = "skipped"  # left out on the command line
    NONE_IN_SCOPE = "none_in_scope"


class Step(StrEnum):
    """Waterfall step that a failing named listing is charged to; the first failing step takes it."""

    IDENTITY = "identity"
    ABSENT = "absent"
    INELIGIBLE = "ineligible"
    CAPACITY = "capacity"


class Books(StrEnum):
    """Which listings a failing entity takes out of the payment."""

    NOTHING = "nothing"
    ROWS = "rows"  # the failing rows themselves
    DOCTOR = "doctor"  # all named rows on the doctor at the provider
    LIST = "list"  # all named rows of the provider
    NAMED_PART = "named_part"  # no rows; the named-doctor part of the payment waits
    COUNT = "count"  # `affected` claimed rows that have no named listing behind them
    EXCESS = "excess"  # rows above the payment ceiling, counted per doctor
    FILE = "file"  # the whole delivery of the provider


# SCB county codes, https://www.scb.se (länskod); the 21 regions.
COUNTIES = ("01", "03", "04", "05", "06", "07", "08", "09", "10", "12", "13") + (
    "14", "17", "18", "19", "20", "21", "22", "23", "24", "25",
)  # fmt: skip
