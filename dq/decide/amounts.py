"""One provider's money: claimed = pay now + hold + adjust + reject, to the öre.

adjust = claim - pay(without the rows that adjustments took); hold = that - pay(without held rows too);
reject = all of it. Source: readings.md, Money and the waterfall.
"""

from dataclasses import dataclass

from dq.core.tariff import Tariff


@dataclass(frozen=True)
class Counts:
    """What a provider claims and what its file holds, in persons.

    `file_*` are rows that exist behind the claim (active rows and those TMP-02 and CMP-02 explain);
    `adjust_*` and `hold_*` are the rows booked on findings of that kind. `over_waits`: CLM-02 asks about
    what the claim has above the file, so that it is held; else, within the tolerance, it is not paid for.
    """

    claimed_listed: int
    claimed_named: int
    file_listed: int
    file_named: int
    adjust_listed: int = 0
    adjust_named: int = 0
    hold_listed: int = 0
    hold_named: int = 0
    over_waits: bool = False

    def after_adjust(self) -> tuple[int, int]:
        """Listed and named that can be paid for at most: the file without the adjusted rows.

        A claim below the file is not a cap here, because a share must not rise by claiming fewer listed;
        the amount is capped by the claimed amount instead.
        """
        over_named = max(0, self.claimed_named - self.file_named) if self.over_waits else 0
        listed = self.file_listed + self._over_listed - self.adjust_listed
        return listed, self.file_named - self.adjust_named + over_named

    def after_hold(self) -> tuple[int, int]:
        """Listed and named that remain when the held rows are gone too.

        Listed above the file stay while CLM-02 asks about them: the capitation is never held.
        """
        listed = self.file_listed + self._over_listed - self.adjust_listed - self.hold_listed
        return listed, self.file_named - self.adjust_named - self.hold_named

    @property
    def _over_listed(self) -> int:
        return max(0, self.claimed_listed - self.file_listed) if self.over_waits else 0


@dataclass(frozen=True)
class Split:
    """A claimed amount in its four parts, whole öre."""

    claimed_ore: int
    pay_now_ore: int
    hold_ore: int
    adjust_ore: int
    reject_ore: int


def split(
    claimed_ore: int, counts: Counts, tariff: Tariff, *, named_part_waits: bool, rejected: bool
) -> Split:
    """Divide the claimed amount. A claim below the tariff is never raised.

    `named_part_waits`: a finding about the whole provider holds all that named doctors give, never the
    capitation. `rejected`: nothing can be paid on this delivery.
    """
    if rejected:
        return Split(claimed_ore, 0, 0, 0, claimed_ore)
    adjusted = min(claimed_ore, tariff.pay(*counts.after_adjust()))
    listed, named = counts.after_hold()
    rest = tariff.capitation(listed) if named_part_waits else tariff.pay(listed, named)
    pay_now = min(adjusted, rest)
    return Split(claimed_ore, pay_now, adjusted - pay_now, claimed_ore - adjusted, 0)
