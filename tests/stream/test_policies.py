"""What a stream is told to do: learning, gaps, a budget of alerts, and a new normal."""

from contextlib import closing

import pytest

from htm_teacher import ENGINES
from htm_teacher.detect import Detector
from htm_teacher.stream.advance import KeyMachine, advance
from htm_teacher.stream.alert_file import AlertFile
from htm_teacher.stream.budget import DAYS, Budget
from htm_teacher.stream.gaps import MOST_FILLED, bridge, missing_rows
from htm_teacher.stream.many_keys import KeyRow, Stream
from htm_teacher.stream.plain_rows import Row
from htm_teacher.stream.rules import Rules
from stream.killing import QuickDisk, outcome, run

fast = pytest.mark.skipif("fast" not in ENGINES, reason="the textbook takes minutes for such streams")
WAVE = [float(i % 8) for i in range(60)]


def time(seconds):
    return f"2024-01-01T{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}+00:00"


def rows(values, every=60):
    return [Row(i, time(every * i), value) for i, value in enumerate(values, 1)]


def raised(values, **rules):
    """The rows of the alerts, once the wave has been learned, and the machine after them."""
    machine = KeyMachine("", Rules(warm_up=20, **rules))
    return [alert["row"] for alert in machine.take(rows(values)) if alert["row"] > 50], machine


def known(machine):
    return [
        sorted(one.seen, key=repr)
        for one in (*machine.fields[0].detector.novelty, *machine.fields[0].detector.shape)
    ]


@fast
def test_what_is_not_learned_surprises_again():
    values = [*WAVE, 19.0, *WAVE[5:15], 19.0]
    assert raised(values)[0] == [61]
    assert raised(values, learn="off")[0] == [61, 72]
    warm = KeyMachine("", Rules(warm_up=20))
    warm.take(rows(WAVE[:20]))
    assert known(raised(values, learn="off")[1]) == known(warm)


@fast
def test_slowly_one_row_of_ten_is_learned():
    """Rows 60 and 70 are learned, those between are not."""
    assert raised([*WAVE[:59], 19.0, *WAVE[5:15], 19.0], learn="slow")[0] == [60]
    assert raised([*WAVE, 19.0, *WAVE[5:15], 19.0], learn="slow")[0] == [61, 72]


@fast
@pytest.mark.parametrize("learn", ["off", "slow"])
def test_a_machine_that_learns_little_continues_exactly(learn):
    every, rules = rows([*WAVE, 19.0, *WAVE[5:15], 19.0]), Rules(warm_up=20, learn=learn)
    whole = advance(None, every, rules)
    first, alerts = advance(None, every[:64], rules)
    last, others = advance(first, every[64:], rules)
    assert (last, alerts + others) == whole


def test_learning_may_be_changed_between_two_runs():
    assert Rules(learn="off").hash == Rules().hash != Rules(gaps="reset").hash


def test_a_late_row_does_not_move_the_time_of_its_key_back():
    rules = Rules(warm_up=10, gaps="fill", every=60)
    clock = [0, 1, 2, 1, 3, 5]  # minutes; row 5 follows row 3 without a gap, row 6 comes after one
    machine = KeyMachine("", rules)
    for number, minute in enumerate(clock, 1):
        machine.take([Row(number, f"2024-01-01T00:{minute:02}:00+00:00", 1.0)])
    assert machine.time == "2024-01-01T00:05:00+00:00"
    assert len(machine.fields[0].detector.waiting) == len(clock) + 1
    machine.take([Row(7, "2023-12-31T00:00:00+00:00", 1.0)])  # so late that the clock was wrong before
    assert machine.time == "2023-12-31T00:00:00+00:00"


def test_rows_that_are_missing_are_counted():
    assert [missing_rows(time(0), time(seconds), 60) for seconds in (0, 60, 89, 91, 600)] == [0, 0, 0, 1, 9]
    assert missing_rows(time(60), time(0), 60) == 0
    assert missing_rows("2024-01-01T00:00:00", time(120), 60) == 1
    assert missing_rows(None, time(0), 60) == missing_rows(time(0), None, 60) == 0
    assert missing_rows(time(0), time(3600), None) == 0


class Told:
    """A detector that only notes what it is told."""

    def __init__(self):
        self.told = []

    def run(self, values):
        self.told.append(values)

    def reset(self):
        self.told.append("reset")


@pytest.mark.parametrize(
    ("count", "policy", "value", "told"),
    [
        (2, "skip", 1.0, []),
        (0, "reset", 1.0, []),
        (2, "reset", 1.0, ["reset"]),
        (2, "fill", 1.0, [[1.0, 1.0]]),
        (MOST_FILLED, "fill", 1.0, [[1.0] * MOST_FILLED]),
        (MOST_FILLED + 1, "fill", 1.0, ["reset"]),
        (2, "fill", None, ["reset"]),
    ],
)
def test_what_is_done_of_missing_rows(count, policy, value, told):
    detector = Told()
    bridge(detector, count, policy, value)
    assert detector.told == told


def with_a_gap(gaps, missing):
    """The alerts of a wave in which rows are missing, or their values, and the machine."""
    whole = [*WAVE, *WAVE[4:]]
    every = rows(whole)
    every[60:63] = [row._replace(value=None) for row in every[60:63]] if missing == "values" else []
    machine = KeyMachine("", Rules(warm_up=20, gaps=gaps, every=None if gaps == "skip" else 60.0))
    cut = KeyMachine("", machine.rules)
    cut.take(every[:62])
    again = KeyMachine("", machine.rules, cut.state())
    alerts = machine.take(every)
    assert cut.take(every[62:]) == again.take(every[62:])
    assert cut.state() == again.state() == machine.state()
    return alerts, machine


@fast
@pytest.mark.parametrize("missing", ["rows", "values"])
def test_a_gap_is_a_step_unless_it_is_reset_or_filled(missing):
    """After 3 comes 7: a step that never occurred, unless the machine is told of the gap."""
    steps = {}
    for gaps in ("skip", "reset", "fill"):
        _, machine = with_a_gap(gaps, missing)
        sight = machine.fields[0].detector.novelty[0]
        low, high = (sight.levels.of(value) for value in (3.0, 7.0))
        steps[gaps] = ((low,), (high,)) in sight.seen, ((low,), (low,)) in sight.seen, sight.model.steps
    assert steps["skip"] == (True, False, 113)
    assert steps["reset"] == (False, False, 113)
    assert steps["fill"] == (True, True, 116)


@fast
def test_after_a_reset_only_new_levels_surprise():
    detector = Detector(warm_up=20)
    detector.run(WAVE)
    detector.reset()
    found = detector.step(6.0)
    assert found.surprise[0] == 0
    detector.reset()
    assert detector.step(19.0).surprise[0] == 1


def day(number, *strengths):
    return [
        {"kind": "value", "time": f"2024-01-{number:02}T12:00:00+01:00", "strength": one} for one in strengths
    ]


def allowed(budget, alerts):
    return [alert["strength"] for alert in alerts if budget.allows(alert)]


def test_a_day_has_at_most_as_many_alerts_as_the_budget():
    budget = Budget(2)
    assert allowed(budget, day(1, 0.5, 0.5, 0.9, 0.9)) == [0.5, 0.5]
    assert allowed(budget, day(2, 0.4, 0.9, 0.5, 0.9, 0.9)) == [0.9, 0.5]
    assert Budget(None).allows(day(1, 0.3)[0])
    assert budget.allows({"kind": "silence", "time": "2024-01-02"})


def test_a_day_without_a_strong_alert_has_none_until_the_strong_days_are_past():
    budget = Budget(1)
    assert allowed(budget, day(1, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9)) == [0.9]
    for number in range(2, 8):
        budget = Budget(1, *budget.state())
        assert allowed(budget, day(number, 0.4)) == []
    assert len(budget.days) == DAYS
    assert allowed(budget, day(8, 0.4, 0.4)) == [0.4]
    assert allowed(budget, day(7, 0.8)) == [], "a late row counts as one of today"


def test_a_clock_that_was_far_ahead_for_a_moment_spoils_no_later_day():
    budget = Budget(1)
    assert allowed(budget, day(1, 0.5, 0.9)) == [0.5]
    assert allowed(budget, day(31, 0.9)) == [0.9]
    for number in range(1, 7):
        budget = Budget(1, *budget.state())
        assert allowed(budget, day(number, 0.9, 0.9)) == [0.9][: number - 1]


def test_a_budget_of_an_older_state_continues():
    counts = [0] * 101
    assert allowed(Budget(1, 1, [["2024-01-01", counts]]), day(1, 0.9)) == []
    assert allowed(Budget(1, 1, [["2024-01-01", counts]]), day(2, 0.9)) == [0.9]


@fast
def test_a_budget_takes_the_place_of_the_threshold(tmp_path):
    values = [*WAVE, 19.0, *WAVE[5:15], 21.0, *WAVE, 4.0, 1.0]
    every = [KeyRow(row.number, "", row.time, 60.0 * row.number, row.value) for row in rows(values)]
    found = {}
    for name, rules in {"budget": {"budget": 1}, "more": {"budget": 100}, "threshold": {}}.items():
        folder = tmp_path / name
        folder.mkdir()
        stream = run(folder, every, rules=Rules(warm_up=20, **rules), make=KeyMachine)
        found[name] = outcome(folder, stream)[0].count(b"\n")
    assert found["budget"] == 1 < found["threshold"] <= found["more"]


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ({"budget": 3}, "alerts a day need one"),
        ({"silence": 60.0}, "silence needs one"),
        ({"every": 60.0, "gaps": "fill"}, "the distance of rows needs one"),
    ],
)
def test_what_needs_times_says_so_of_a_row_without(tmp_path, rules, said):
    with pytest.raises(ValueError, match=f"row 1 has no time: {said}"):
        run(tmp_path, [KeyRow(1, "a", None, None, 1.0)], rules=Rules(**rules))


def opened(folder, rules):
    folder.mkdir(exist_ok=True)
    return closing(
        Stream(folder, rules, lambda at, disk: AlertFile(folder / "alerts", at, disk), QuickDisk())
    )


@fast
def test_a_new_normal_begins_a_new_warm_up_of_one_key(tmp_path):
    every = [
        KeyRow(2 * row.number + place, key, row.time, None, row.value)
        for row in rows([*WAVE, *(100 + value for value in WAVE)])
        for place, key in enumerate("ab")
    ]
    rules = Rules(warm_up=20)
    with opened(tmp_path, rules) as stream:
        stream.take(every[:120], 120)
        assert stream.ended == {"a": 40, "b": 41}
        stream.save(120)
        with pytest.raises(ValueError, match="there is no key 'c' in this stream"):
            stream.begin_again("c")
        stream.begin_again("a")
    with opened(tmp_path, rules) as stream:
        assert stream.source == 120
        assert {alert["key"] for alert in stream.take(every[120:160], 160)} == {"b"}
        assert stream.ended == {"a": 160}, "the twentieth since"
        assert stream.warm["a"].machine.rows == 80, "so that ids stay unique"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"learn": "yes"}, "learn is 'yes': it must be one of on, off, slow"),
        ({"gaps": "jump"}, "gaps is 'jump'"),
        ({"budget": 0}, "budget is 0"),
        ({"every": 0, "gaps": "fill"}, "every is 0"),
        ({"every": 60.0}, "every is for gaps that are reset or filled"),
    ],
)
def test_wrong_policies_are_refused(wrong, said):
    with pytest.raises(ValueError, match=said):
        Rules(**wrong)
