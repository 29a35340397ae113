"""Faults to seed outside the rules: in what explains, records, reads, judges, shows and draws.

``test_seeded_faults.py`` seeds them one by one and runs the tests that should notice. If a line is reworded,
reword its fault in the same way.
"""

from seeding import Fault


def faults(file: str, caught_by: str, *changes: tuple[str, str]) -> list[Fault]:
    """Several faults in one file that the same tests should notice."""
    return [Fault(f"{file}.py", original, fault, caught_by) for original, fault in changes]


ROOM_FAULTS = [
    *faults(
        "core/explain",
        "core/test_explain.py",
        ("best = max(dendrites, key", "best = max(reversed(dendrites), key"),
        ("(segment.connected_active, segment.potential_active)", "segment.potential_active"),
        ("p >= threshold, cell", "p > threshold, cell"),
        ("if not memory.now.has_context:", "if memory.now.has_context:"),
        ("predictive = cell in now.predictive_cells", "predictive = bool(dendrites)"),
        ("if segment in now.matching_segments else", "if segment.synapses else"),
    ),
    *faults(
        "core/records",
        "core/test_model.py::test_a_step_records_what_came_and_what_was_expected",
        ("self.active_columns - self.predicted_columns", "self.predicted_columns - self.active_columns"),
    ),
    *faults(
        "core/records",
        "test_running.py::test_a_run_leaves_what_its_steps_leave",
        ("nan if score is None else score", "0.0 if score is None else score"),
        ("len(step.bursting_columns)", "len(step.active_columns)"),
        ("step.prediction[horizon].told", "step.prediction[max(step.prediction)].told"),
    ),
    *faults(
        "core/records",
        "core/test_anomaly.py",
        ("self.likelihood < threshold", "self.likelihood <= threshold"),
        ("> after.usual.mean", "!= after.usual.mean"),
    ),
    *faults(
        "series/csv/dialect",
        "series/csv/test_sheet_cells.py",
        ('if best == "," and _is_decimal_comma(lines):', 'if best == ";":'),
    ),
    *faults(
        "series/csv/marked_rows",
        "series/csv/test_marked_rows.py",
        ("if line > first and", "if line >= 1 and"),
        ("row.cells[0].removeprefix(_TEXT)", "row.cells[0]"),
    ),
    *faults(
        "series/columns/number_format",
        "series/columns/test_numbers_read.py",
        ("2 * (united + meant) < sum", "2 * (united + meant) <= sum"),
    ),
    *faults(
        "series/columns/roles",
        "series/columns/test_roles.py",
        ("if varying and len(varying) < len(values):", "if varying and len(varying) > len(values):"),
        ("elif is_label(column) and asked.label", "elif asked.label"),
    ),
    *faults(
        "series/columns/several",
        "series/columns/test_several_series.py",
        ("if restart or repeated else []", "if restart else []"),
        ("return repeated and all(", "return all("),
    ),
    *faults("series/time_order", "series/test_time_order.py", ("if number > 1}", "if number > 2}")),
    *faults("series/series", "series/test_series.py", ("b >= times[0]", "b > times[0]")),
    *faults(
        "study/naive",
        "study/test_naive.py",
        (
            "place = _earlier(target, ceil(horizon / season), season, back)",
            "place = _earlier(target, 1, season, back)",
        ),
        ("2 * error <= worst", "error < worst"),
    ),
    *faults(
        "study/forecast",
        "study/test_forecast.py",
        ("for horizon in sorted(run.horizons):", "for horizon in sorted(run.horizons, reverse=True):"),
        ("run.record(len(run.rows) - 1 + ahead - horizon)", "run.record(len(run.rows) - 1 - horizon)"),
        ("naive(values, place, ahead)", "naive(values, place, horizon)"),
        ("min(found, key=lambda each: each[0])", "max(found, key=lambda each: each[0])"),
        ("for place in range(max(run.training, horizon)", "for place in range(max(0, horizon)"),
        ("self.error >= CLEARLY * self.naive_error", "self.error > self.naive_error"),
    ),
    *faults(
        "study/next_times",
        "study/test_next_times.py",
        ("if 2 * count >= spans", "if count >= spans"),
        ("min(days, monthrange(year, month + 1)[1])", "min(last.day, monthrange(year, month + 1)[1])"),
        ("if time.tzinfo is None or step >= DAY:", "if step:"),
    ),
    *faults(
        "study/alert_rule",
        "study/test_alerts.py",
        ("as_strong < allowed", "as_strong <= allowed"),
        ("one.strength >= WEAKEST and", "one.strength > WEAKEST and"),
    ),
    *faults(
        "study/alerts",
        "study/test_alerts.py::test_labels_score_alerts",
        ("for place in raised) for stretch", "for place in raised[:1]) for stretch"),
    ),
    *faults(
        "study/alerts_kept",
        "study/test_alerts.py::test_the_warm_up_is_a_part_of_the_rows_or_a_season",
        ("2 * run.season <= rows", "run.season <= rows"),
    ),
    *faults(
        "study/alerts_kept",
        "study/test_alerts_kept.py",
        ("return run.earlier.since", "return None"),
        ("- len(values) + len(run.rows)", ""),
    ),
    *faults("study/encoding", "study/test_encoding.py", ("near(values[:training])", "near(values)")),
    *faults(
        "study/scores",
        "study/test_scores.py",
        ("run.rows[max(run.training, horizon) :]", "run.rows[horizon:]"),
        ("run.rows[row.step - horizon].prediction", "run.rows[row.step].prediction"),
    ),
    *faults(
        "study/rivals",
        "study/test_rivals.py",
        ("(place + horizon < run.training)", "(place < run.training)"),
        ("(self.steps + ahead - 1)", "(self.steps + ahead)"),
    ),
    *faults(
        "study/arrivals",
        "study/test_arrivals.py",
        ("step.predicted_columns - before", "step.predicted_columns"),
        ("max(run.training - 1,", "max(run.training,"),
    ),
    *faults(
        "study/crps",
        "study/test_crps.py",
        ("1 - at, 1 - after", "at, after"),
        ("if bucket > end:", "if False:"),
    ),
    *faults("study/earned", "study/test_earned.py", ("                one.reset()", "                pass")),
    *faults(
        "study/run", "study/test_run.py", ("learn = place < self.training", "learn = place <= self.training")
    ),
    *faults(
        "study/continued",
        "study/test_continued.py::test_a_run_that_was_stopped_in_the_training_continues_with_it",
        ("max(first, saved.training - saved.before)", "first"),
    ),
    *faults(
        "study/continued",
        "study/test_continued.py::test_a_row_at_the_time_of_the_last_is_taken_as_often_as_it_came",
        ("[: taken.count(last)]", ""),
    ),
    *faults(
        "study/continued",
        "study/test_continued.py::test_what_does_not_fit_is_named",
        ("    check_reach(new,", "    False and check_reach(new,"),
    ),
    *faults(
        "study/saved_run",
        "study/test_continued.py",
        ("max(FEWEST, back)", "1"),
        ("run.rows[-len(series) :]", "run.rows[: len(series)]"),
    ),
    *faults(
        "series/columns/read_alike",
        "cli/test_saved_files.py::test_a_single_row_is_read_like_the_rows_before",
        ('form.style.order == "dmy"', "None"),
        ("if len(shown) == 1", "if False"),
    ),
    *faults(
        "study/anomalies",
        "study/test_anomalies.py",
        ("abs(row.step - earlier.step) >= apart", "row.step != earlier.step"),
    ),
    *faults(
        "page/noisy",
        "page/test_session.py::test_noise_moves_so_many_bits_and_the_same_ones_again",
        ("        self.position = random.state\n", ""),
    ),
    *faults(
        "page/looks",
        "page/test_session_looks.py::test_a_column_is_shown_as_the_step_met_it",
        ("run.history.look(at, before=True)", "run.history.look(at)"),
        ("key=merit.__getitem__, reverse=True)", "key=merit.__getitem__)"),
    ),
    *faults(
        "page/live_run",
        "page/test_session.py::test_cells_die_before_the_step_that_is_named",
        ("kill.at == place:", "kill.at == place - 1:"),
    ),
    *faults(
        "page/live_run",
        "page/test_session_looks.py::test_a_segment_knows_the_step_in_which_it_was_born",
        ("bisect_right(self._serials, serial)", "bisect_left(self._serials, serial)"),
    ),
    *faults(
        "page/burst",
        "page/test_session_looks.py::test_a_burst_says_what_had_been_expected",
        ("missed = len(expected - active)", "missed = len(active - expected)"),
    ),
    *faults(
        "plot/recording",
        "plot/test_picture.py",
        ("for record in records[:-1]]", "for record in records[1:]]"),
        ("np.maximum(ends - steps, 0)", "np.maximum(ends - steps - 1, 0)"),
    ),
    *faults(
        "plot/recording",
        "plot/test_window.py::test_s_goes_from_surprise_to_surprise_and_round",
        ("np.flatnonzero(surprised & ~before)", "np.flatnonzero(surprised)"),
    ),
    *faults(
        "plot/film",
        "plot/test_film.py::test_a_film_plays_for_15_to_20_seconds",
        ("range(stop, start - 1, -stride)][::-1]", "range(start, stop + 1, stride)]"),
    ),
    *faults(
        "plot/marks",
        "plot/test_picture.py",
        ('"new": sorted(active - predicted)', '"new": sorted(active)'),
    ),
    *faults(
        "plot/inside/similarity", "plot/test_similarity.py", ("larger = np.maximum(", "larger = np.minimum(")
    ),
    *faults(
        "detect/small_machines",
        " ".join(
            f"detect/test_small_machines.py::test_{name}"
            for name in (
                "the_highest_value_of_the_range_has_no_level_of_its_own",
                "a_value_outside_the_range_has_a_level_that_no_value_within_has",
                "a_shape_is_the_level_now_and_the_levels_of_means_before",
                "a_new_level_surprises_more_than_a_new_step_whatever_columns_they_share",
            )
        ),
        ("level - (value == self.high > self.low and not self.shift)", "level"),
        ("end = max(len(past) - lag, 1)", "end = max(len(past) - lag - 1, 1)"),
        ("min(anomaly, NEW_STEP)", "anomaly"),
        ("self.count + 1 + floor(", "self.count - 1 + floor("),
    ),
    *faults(
        "detect/usual",
        "detect/test_usual.py",
        ("if self.index >= self.since", "if self.index > self.since"),
        ("if score > max(", "if score >= max("),
        ("max(self.mean, LEAST_MEAN)", "self.mean"),
        ("max(variance, LEAST_LOG_VARIANCE)", "variance or 1.0"),
        ("(self.index - self.warm_up) % REFIT == 0", "self.index % REFIT == 0"),
        ("if self.index >= self.warm_up // 2", "if self.index > self.warm_up // 2"),
        ("self.usual.tail(max(size, self.usual.mean))", "self.usual.tail(size)"),
        ("YELLOW if again else tail", "tail"),
    ),
    *faults(
        "study/stretched",
        "study/test_stretched.py",
        ("median + factors[known] * (end - median)", "median + factors[-1] * (end - median)"),
        ("place >= max(horizon, run.training // 2)", "place >= horizon"),
        ("whole[value > median] - median", "whole[value < median] - median"),
        ("share * (len(ranked) + 1)", "share * len(ranked) / 2"),
    ),
    *faults("study/readout", "study/test_readout.py", ("min(whole, AT_MOST * usual), whole", "whole, whole")),
    *faults(
        "study/nab_scores",
        "study/test_nab_scores.py",
        ("(end - row + 1) / width", "(end - row) / width"),
        ("/ (width - 1)", "/ width"),
        ("found[row] = before == 0", "found[row] = True"),
    ),
    *faults(
        "study/nab_card",
        "study/test_nab_card.py",
        ("labels[first + 1 : last + 1]", "labels[first : last + 1]"),
        ("_scores(half, found, best.threshold)", "_scores(half, found)"),
        ("row >= file.warm_up]", "row >= 0]"),
    ),
    *faults(
        "stream/alert_file",
        "stream/test_generations.py::test_killed_at_a_point",
        (
            "self.file.truncate(length)",
            "self.file.seek(0, os.SEEK_END)",
        ),  # the alerts after the save come twice
    ),
    *faults(
        "stream/alert_file",
        "stream/test_alert_file.py",
        ("length, self.new = self.at, False", "length, self.new = 0, False"),
    ),
    *faults(
        "stream/many_keys",
        "stream/test_generations.py::test_killed_at_a_point",
        ("        if rows and not self.kept.number:", "        if rows and self.kept.number:"),
        ("for key in sorted(self.changed, ", "for key in sorted(list(self.changed)[1:], "),
    ),
    *faults(
        "stream/many_keys",
        "stream/test_generations.py::test_how_many_machines_are_warm_changes_nothing",
        ("            self._put(key, one, True)", "            pass"),
    ),
    *faults(
        "stream/generations",
        "stream/test_generations.py::test_killed_at_every_moment_while_machines_go_to_disk_and_come_back",
        ("*numbers, *_numbers(self.folder, KEYS)", "*numbers"),
    ),
    *faults(
        "stream/many_keys",
        "stream/test_generations.py::test_a_forgotten_machine_counts_on_and_is_saved",
        ("machine.rows = self.rows", "machine.rows = 0"),
    ),
    *faults(
        "stream/many_keys",
        "stream/test_warm_key.py",
        ("(may and one.owed >= self.again)", "may"),
        ("ceil(self.taken / self.again)", "self.taken"),
    ),
    *faults(
        "stream/many_keys",
        "stream/test_warm_key.py::test_the_key_that_owes_most_rows_is_written_first",
        ("(-self.warm[key].owed, key)", "(self.warm[key].owed, key)"),
    ),
    *faults(
        "stream/warm_key",
        "stream/test_warm_key.py",
        ("replace(rules, learn=learn)", "rules"),
        ("self.parts, self.owed = [], 0", "self.owed = 0"),
        ("self.owed += len(rows) + self.rules.warm_up * ", "self.owed += len(rows) + 0 * "),
    ),
    *faults(
        "stream/disk",
        "stream/test_generations.py::test_the_power_fails_at_a_point",
        ("            self.sync(file)\n", ""),
    ),
    *faults(
        "stream/generations",
        "stream/test_generations.py",
        ("            self.disk.sync(self.file)\n", "            pass\n"),
        ("[:KEPT]", "[:1]"),
        ("not in used)", "in used)"),
        ("if bad := self._damaged(read):", "if self._damaged(read) and (bad := {}):"),
        ("            read.rest.pop(key, None)\n", ""),
    ),
    *faults(
        "stream/field",
        "stream/test_advance.py",
        ("(-count, levels[0])", "(count, levels[0])"),
        ("            followers[self._sight.last] -= 1", "            followers[self._sight.last] -= 0"),
    ),
    *faults(
        "stream/advance",
        "stream/test_advance.py",
        ("if place != blamed)", "if place == blamed)"),
    ),
    *faults(
        "stream/silence",
        "stream/test_silence.py",
        ("last[2] <= self.longest", "last[2] < self.longest"),
        ("self.now + seconds", "self.now"),
        ("doubt.jumped and self._jumped(clock, before)", "True"),
        ("not late and", ""),
        ("continues = clock - doubt.clock > longest", "continues = True"),
    ),
    *faults(
        "stream/budget",
        " ".join(
            f"stream/test_policies.py::test_{name}"
            for name in (
                "a_day_has_at_most_as_many_alerts_as_the_budget",
                "a_day_without_a_strong_alert_has_none_until_the_strong_days_are_past",
                "a_clock_that_was_far_ahead_for_a_moment_spoils_no_later_day",
                "a_budget_of_an_older_state_continues",
            )
        ),
        ("today[2] < self.most and ", ""),
        ("strength + 1 :", "strength:"),
        ("(PARTS + 1), 0]", "(PARTS + 1), 1]"),
        ("<= DAYS:", "<= 9 * DAYS:"),
    ),
    *faults(
        "stream/gaps",
        "stream/test_policies.py::test_what_is_done_of_missing_rows",
        ("count <= MOST_FILLED", "count < MOST_FILLED"),
    ),
    *faults(
        "stream/gaps",
        "stream/test_policies.py::test_a_late_row_does_not_move_the_time_of_its_key_back",
        ("if 0 < late", "if late"),
    ),
    *faults("stream/feed", "stream/test_feed.py", ("self.saved_at >= SAVE_SECONDS", "self.saved_at >= 0")),
    *faults(
        "stream/row_reader",
        "stream/test_feed.py",
        ("self.names, self.delimiter = cells, delimiter", "self.delimiter = delimiter"),
        (" and not any(map(self.writing.is_data, cells))", ""),
    ),
    *faults(
        "stream/line_source",
        "stream/test_line_source.py",
        ("files[place + 1 :]", "files[place + 2 :]"),
        ("if found := [one for one in same if", "if found := [one for one in files if"),
        ('place.get("changed", LATEST)', "LATEST"),
        ("changed(one) > after", "False"),
        ('>= place.get("changed", 0)', ">= 0"),
    ),
    *faults(
        "stream/alert_file", "stream/test_alert_file.py", ("moved = length == 0 < self.at", "moved = False")
    ),
    *faults(
        "study/stream_facts",
        "study/test_streams_page.py",
        ("most = max(ranks", "most = min(ranks"),
        ("run.record(place - AHEAD)", "run.record(place)"),
        ("(one.surprise is None, -", "(one.surprise is not None, -"),
    ),
    *faults(
        "study/streams_page",
        "study/test_streams_page.py",
        ("quote(facts.link)", "facts.link"),
        ('.replace("<", "\\\\u003c")', ""),
    ),
    *faults(
        "study/sweep/cases",
        "study/sweep/test_cases.py",
        ("sorted(self.parameters)", "list(self.parameters)"),
        ("times, series.main, series.season]", "series.main, series.season]"),
    ),
    *faults(
        "study/sweep/sweeping",
        "study/sweep/test_sweeping.py",
        ("if results.finished(case.id) is None}", "}"),
        ("        results.add(rows)\n", "        results.rows |= {row['case']: row for row in rows}\n"),
    ),
    *faults(
        "study/sweep/result_file",
        "study/sweep/test_sweeping.py",
        (' and row["error"] is None else None', " else None"),
        ("every = self.rows | {", "every = {"),
        ("if PART * (self.new + len(rows)) < len(every):", "if False:"),
        ("            file.truncate(self.length)", "            pass"),
    ),
    *faults(
        "study/sweep/case_scores",
        "study/sweep/test_sweeping.py",
        ('phase.phase == "testing"', 'phase.phase == "training"'),
        ("case.version != __version__", "False"),
        ("case.code != code_hash()", "False"),
    ),
    *faults(
        "study/sweep/best_settings",
        "study/sweep/test_best_settings.py",
        ("return setting.failed, setting", "return 0, setting"),
        ("-(setting.mean_skill or 0.0)", "(setting.mean_skill or 0.0)"),
    ),
    *faults(
        "study/sweep/search",
        "study/sweep/test_search.py",
        ("one.head(len(one) // 2)", "one"),
        ("seed=SEED + number", "seed=SEED"),
        ("done - done % TOGETHER + TOGETHER", "done + TOGETHER"),
        ("state=state.FAIL", "state=state.PRUNED"),
    ),
]
