"""What is told of a running job is true: no time is promised before enough is known."""

from api.linking.progress import Teller, in_words


def test_the_time_left_follows_from_the_time_spent():
    said, now = [], [0.0]
    teller = Teller(said.append, lambda: now[0])
    for second, stage, share in [(0, "features", 0.0), (5, "scoring", 0.0), (6, "scoring", 0.01), (25, "scoring", 0.2),
                                 (26, "scoring", 0.21), (105, "scoring", 1.0)]:  # fmt: skip
        now[0] = second
        teller(stage, share)
    assert said == ["features", "scoring", "scoring 20%, about 80 s left"]


def test_a_job_that_went_on_half_way_counts_only_its_own_work():
    said, now = [], [0.0]
    teller = Teller(said.append, lambda: now[0])
    teller("scoring", 0.5)
    now[0] = 10.0
    teller("scoring", 0.75)
    assert said[-1] == "scoring 75%, about 10 s left"


def test_durations_are_rounded_as_guesses_are():
    assert [in_words(s) for s in (0.2, 61, 700, 9000)] == ["1 s", "61 s", "12 min", "2.5 h"]
