"""Made-up identifiers with correct check digits; no real person's number stands in the tests."""

from hypothesis import strategies as st

from matcher.documents import iin, mrz

DIGITS = "0123456789"


def make_iin(birth, mark, serial):
    """An IIN for a date, a seventh digit and a serial number; None where that one would never be issued."""
    first = f"{birth:%y%m%d}{mark}{serial:04d}"
    last = iin.check_digit(first)
    return None if last is None else f"{first}{last}"


def with_check(field):
    return f"{field}{mrz.check_digit(field)}"


def pad(text, width):
    return (text + "<" * width)[:width]


def td3(*, surname="KARIMOV", given="RUSTAM", number="400000017", birth="900217", sex="M", optional="", state="TJK"):
    names = pad(f"P<{state}{surname}<<{given}".replace(" ", "<"), 44)
    second = f"{with_check(pad(number, 9))}{state}{with_check(birth)}{sex}{with_check('300101')}"
    second += with_check(pad(optional, 14))
    composite = second[:10] + second[13:20] + second[21:43]
    return f"{names}\n{second}{mrz.check_digit(composite)}"


def td2(*, surname="KARIMOV", given="RUSTAM", number="400000017", birth="900217", sex="M", state="TJK"):
    names = pad(f"I<{state}{surname}<<{given}".replace(" ", "<"), 36)
    second = f"{with_check(pad(number, 9))}{state}{with_check(birth)}{sex}{with_check('300101')}{pad('', 7)}"
    return f"{names}\n{second}{mrz.check_digit(second[:10] + second[13:20] + second[21:35])}"


def td1(*, surname="AKHMETOV", given="DAULET", number="040000015", birth="900217", sex="M", optional="", state="KAZ"):
    first = f"I<{state}{with_check(pad(number, 9))}{pad(optional, 15)}"
    second = f"{with_check(birth)}{sex}{with_check('300101')}{state}{pad('', 11)}"
    composite = first[5:30] + second[0:7] + second[8:15] + second[18:29]
    third = pad(f"{surname}<<{given}".replace(" ", "<"), 30)
    return f"{first}\n{second}{mrz.check_digit(composite)}\n{third}"


NAMES = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=2, max_size=12)
NUMBERS = st.text(DIGITS, min_size=9, max_size=9)
