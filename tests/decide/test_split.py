"""One provider's money: claimed = pay now + hold + adjust + reject, to the öre, whatever the counts."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dq.core.tariff import Tariff
from dq.decide import Counts, Split, split

small = st.integers(0, 40)
rate = st.integers(0, 5000)
share = st.fractions(0, 1, max_denominator=20)
LINEAR = Tariff(kind="linear", capitation_ore_per_listed=1000, rate_ore_per_named=300)
CLIFF = Tariff(kind="cliff", capitation_ore_per_listed=1000, rate_ore_per_listed=400, target=Fraction(3, 4))
TIERED = Tariff(kind="tiered", tiers=((Fraction(1, 2), 200), (Fraction(3, 4), 500)))


@st.composite
def tariffs(draw: st.DrawFn) -> Tariff:
    steps = sorted(draw(st.lists(st.tuples(share, rate), max_size=4, unique_by=lambda step: step[0])))
    return Tariff(
        kind=draw(st.sampled_from(["none", "cliff", "linear", "tiered"])),
        capitation_ore_per_listed=draw(rate),
        rate_ore_per_listed=draw(rate),
        rate_ore_per_named=draw(rate),
        target=draw(share),
        tiers=tuple(steps),
    )


@st.composite
def counts(draw: st.DrawFn) -> Counts:
    """Counts as the loop makes them: what is booked stands in the file, named or listed."""
    parts = {f"{kind}_{what}": draw(small) for kind in ("adjust", "hold") for what in ("listed", "named")}
    file_named = parts["adjust_named"] + parts["hold_named"] + draw(small)
    file_listed = max(file_named, parts["adjust_listed"] + parts["hold_listed"]) + draw(small)
    listed = draw(st.integers(0, 200))
    return Counts(listed, draw(st.integers(0, listed)), file_listed, file_named, **parts)


@given(counts(), tariffs(), st.integers(0, 400_000), st.booleans(), st.booleans())
def test_the_four_parts_add_up_and_none_is_negative(
    these: Counts, tariff: Tariff, claimed: int, waits: bool, rejected: bool
) -> None:
    money = split(claimed, these, tariff, named_part_waits=waits, rejected=rejected)
    assert money.claimed_ore == claimed
    assert money.pay_now_ore + money.hold_ore + money.adjust_ore + money.reject_ore == claimed
    assert min(money.pay_now_ore, money.hold_ore, money.adjust_ore, money.reject_ore) >= 0


@given(counts(), tariffs(), st.integers(0, 400_000), st.booleans())
def test_never_more_than_claimed_nor_than_the_tariff_gives(
    these: Counts, tariff: Tariff, claimed: int, waits: bool
) -> None:
    money = split(claimed, these, tariff, named_part_waits=waits, rejected=False)
    assert money.pay_now_ore <= claimed
    assert money.pay_now_ore + money.hold_ore == min(claimed, tariff.pay(*these.after_adjust()))
    assert money.reject_ore == 0


@given(counts(), tariffs(), st.integers(0, 400_000))
def test_a_hold_on_the_named_part_never_touches_capitation(
    these: Counts, tariff: Tariff, claimed: int
) -> None:
    money = split(claimed, these, tariff, named_part_waits=True, rejected=False)
    listed, _ = these.after_hold()
    assert money.pay_now_ore == min(claimed, tariff.pay(*these.after_adjust()), tariff.capitation(listed))
    if these.hold_listed == 0:
        assert money.pay_now_ore == min(claimed, tariff.capitation(listed))


@given(counts(), tariffs(), st.integers(0, 400_000), st.booleans())
def test_reject_takes_all(these: Counts, tariff: Tariff, claimed: int, waits: bool) -> None:
    money = split(claimed, these, tariff, named_part_waits=waits, rejected=True)
    assert money == Split(claimed, 0, 0, 0, claimed)


@given(small, small, tariffs())
def test_an_honest_claim_is_paid_in_full(named: int, unnamed: int, tariff: Tariff) -> None:
    honest = Counts(named + unnamed, named, named + unnamed, named)
    claimed = tariff.pay(named + unnamed, named)
    money = split(claimed, honest, tariff, named_part_waits=False, rejected=False)
    assert money == Split(claimed, claimed, 0, 0, 0)


@pytest.mark.parametrize(
    ("tariff", "these", "waits", "expected"),
    [
        # 100 listed at 1000 and 80 named at 300: 124 000. 10 named are adjusted, 20 more are held.
        (LINEAR, Counts(100, 80, 100, 80, 0, 10, 0, 20), False, (115_000, 6_000, 3_000)),
        (LINEAR, Counts(100, 80, 100, 80, 0, 10, 0, 20), True, (100_000, 21_000, 3_000)),
        # five listed twice, three of them named
        (LINEAR, Counts(100, 80, 100, 80, 5, 3, 0, 0), False, (118_100, 0, 5_900)),
        (LINEAR, Counts(100, 80, 100, 80, 0, 0, 5, 3), False, (118_100, 5_900, 0)),
        # 100 listed at 1000, and 400 each at 75 %: 140 000. At 75 of 100 it stays, at 74 it goes.
        (CLIFF, Counts(100, 80, 100, 80, 0, 5, 0, 0), False, (140_000, 0, 0)),
        (CLIFF, Counts(100, 80, 100, 80, 0, 6, 0, 0), False, (100_000, 0, 40_000)),
        (CLIFF, Counts(100, 80, 100, 80, 0, 5, 0, 1), False, (100_000, 40_000, 0)),
        (CLIFF, Counts(100, 80, 100, 80, 0, 0, 0, 0), True, (100_000, 40_000, 0)),
        # 100 at 500; 74 named reach the lower step, 49 none
        (TIERED, Counts(100, 80, 100, 80, 0, 6, 0, 0), False, (20_000, 0, 30_000)),
        (TIERED, Counts(100, 80, 100, 80, 0, 6, 0, 25), False, (0, 20_000, 30_000)),
    ],
)
def test_by_hand(tariff: Tariff, these: Counts, waits: bool, expected: tuple[int, int, int]) -> None:
    claimed = tariff.pay(these.claimed_listed, these.claimed_named)
    money = split(claimed, these, tariff, named_part_waits=waits, rejected=False)
    assert (money.pay_now_ore, money.hold_ore, money.adjust_ore) == expected


def test_what_is_claimed_beyond_the_file_waits_for_its_own_finding() -> None:
    # 110 and 90 are claimed, the file has 100 and 80, of which 8 are adjusted: 82 of 110 remain of the claim
    beyond = Counts(110, 90, 100, 80, 0, 8, over_waits=True)
    assert beyond.after_adjust() == (110, 82)
    money = split(LINEAR.pay(110, 90), beyond, LINEAR, named_part_waits=True, rejected=False)
    assert money == Split(137_000, 110_000, 24_600, 2_400, 0)


@pytest.mark.parametrize(
    ("claimed", "pay", "adjust"), [(100_000, 100_000, 0), (123_999, 123_999, 0), (130_000, 124_000, 6_000)]
)
def test_an_amount_below_the_tariff_is_never_raised(claimed: int, pay: int, adjust: int) -> None:
    money = split(claimed, Counts(100, 80, 100, 80), LINEAR, named_part_waits=False, rejected=False)
    assert money == Split(claimed, pay, 0, adjust, 0)


def test_a_claim_below_the_file_is_capped_by_its_amount_and_not_by_its_counts() -> None:
    assert Counts(90, 70, 100, 80, 0, 5).after_adjust() == (100, 75)
    # 749 of 1000 do not reach three quarters, and leaving out 2 of the listed must not win the bonus
    cliff = Tariff(kind="cliff", rate_ore_per_listed=400, target=Fraction(3, 4))
    money = split(399_200, Counts(998, 749, 1000, 749), cliff, named_part_waits=False, rejected=False)
    assert money == Split(399_200, 0, 0, 399_200, 0)
    # claiming 70 of 80 named is modest: all of it is paid, also when 5 are adjusted
    money = split(
        LINEAR.pay(100, 70), Counts(100, 70, 100, 80, 0, 5), LINEAR, named_part_waits=False, rejected=False
    )
    assert money.pay_now_ore == LINEAR.pay(100, 70)


def test_what_is_claimed_beyond_the_file_within_the_tolerance_is_not_paid() -> None:
    money = split(
        LINEAR.pay(105, 85), Counts(105, 85, 100, 80), LINEAR, named_part_waits=False, rejected=False
    )
    assert (money.pay_now_ore, money.adjust_ore) == (
        LINEAR.pay(100, 80),
        LINEAR.pay(105, 85) - LINEAR.pay(100, 80),
    )


def test_what_is_left_by_hand() -> None:
    booked = Counts(100, 80, 100, 80, adjust_listed=5, adjust_named=3, hold_listed=4, hold_named=2)
    assert (booked.after_adjust(), booked.after_hold()) == ((95, 77), (91, 75))
    beyond = Counts(110, 90, 100, 80, over_waits=True)
    assert (beyond.after_adjust(), beyond.after_hold()) == ((110, 90), (110, 80))
    exact = Counts(100, 80, 100, 80, over_waits=True)
    assert (exact.after_adjust(), exact.after_hold()) == ((100, 80), (100, 80))
