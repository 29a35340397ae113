"""The commands that learn a series and report on it, demo and run; and info."""

from pathlib import Path
from typing import Annotated, Any

import typer

from .file_options import FileOptions, reader, reads_a_file
from .options import (
    SAVED,
    SERIES,
    AlertRule,
    Columns,
    Engine,
    File,
    Iterations,
    NoAnimation,
    Out,
    Preset,
    Quiet,
    Rivals,
    Seed,
    Shipped,
    Train,
)


def demo(
    series: Shipped = "demand",
    preset: Preset = "classroom",
    seed: Seed = 42,
    engine: Engine = "auto",
    out: Out = Path("out"),
    rivals: Rivals = False,
    alerts: AlertRule = None,
    no_animation: NoAnimation = False,
    quiet: Quiet = False,
) -> None:
    """Learn a measured series that comes with the package, and report on it.

    The series is twelve weeks of half-hourly electricity demand of England and
    Wales. The model learns from the first 70 % and is tested, without
    learning, on the rest. After about 15 seconds, and up to 30 more the first
    time, while the fast engine is compiled, you see how well it predicted and
    what comes next; out/ holds two tables, three pictures, a film and the
    whole report.

    Ctrl-C stops the run; the results up to that step are still written.

    For example:

    [bold]htm-teacher demo[/bold]

    [bold]htm-teacher demo --series water --out out-water[/bold]
    """
    from ..study.alert_rule import rule
    from .results import study

    choices: dict[str, Any] = {"preset": preset, "seed": seed, "engine": engine, "when": rule(alerts)}
    read = reader(None, series)
    raise typer.Exit(study(read, out, not no_animation, quiet, brief=True, rivals=rivals, **choices))


@reads_a_file
def run(
    context: typer.Context,
    file: File,
    train: Train = 0.7,
    iterations: Iterations = None,
    preset: Preset = "classroom",
    columns: Columns = None,
    seed: Seed = 42,
    engine: Engine = "auto",
    ahead: Annotated[
        list[int] | None,
        typer.Option(
            metavar="STEPS",
            help="How many steps ahead to predict; may be repeated. Default: 1 and a day (of months: 1"
            " and a season), or 1 and 5.",
        ),
    ] = None,
    season: Annotated[
        int | None,
        typer.Option(
            metavar="STEPS",
            help='How many steps a season has, for the naive predictor "same time one season ago".'
            " Default: found from the times or the values.",
            rich_help_panel=SERIES,
        ),
    ] = None,
    out: Out = Path("out"),
    rivals: Rivals = False,
    alerts: AlertRule = None,
    save: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.npz",
            help="Save the model and where the run stopped, also after Ctrl-C, to continue with --load.",
            rich_help_panel=SAVED,
        ),
    ] = None,
    load: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.npz",
            help="Continue a saved run: FILE has later rows in the same columns. Rows that the run has"
            " taken, by their times, are left out.",
            rich_help_panel=SAVED,
        ),
    ] = None,
    keep_learning: Annotated[
        bool,
        typer.Option(
            "--learn",
            help="With --load: learn from every new row, after predicting it. Default: the new rows are a"
            " test, but for training rows that the saved run did not come to.",
            rich_help_panel=SAVED,
        ),
    ] = False,
    no_animation: NoAnimation = False,
    quiet: Quiet = False,
    *,
    reading: FileOptions,
) -> None:
    """Learn your own series from a CSV file, and report on it.

    The file has one row for each step, in the order of time. Its columns are
    found automatically; name them if a guess is wrong. Missing values (empty,
    NA, NaN ...) are allowed. The encoders are fitted to the training rows
    alone.

    steps.csv gets a row for each step: step, time, value (the predicted
    column), the other columns by their names, phase (training or testing),
    anomaly, likelihood, alarm (1 where the likelihood is 0.9999 or more and
    the latest steps were more surprising than usual, otherwise 0), recall,
    precision, bursting (columns), rank, alert, reason, and prediction_1 ...,
    made AT that step for 1 ... steps later. A cell is empty if there is no
    score: at the first step, and after a missing value.

    Rank, alert and reason come from a detector that reads the predicted column
    alone: rank orders all rows by how unusual the values around them are;
    alert is 1 where an event begins, otherwise 0; reason says why. They are
    empty during its warm-up, 15 % of the rows (at most 750) or a season, and
    where the fast engine is not installed. whole-run.png shows all rows, the
    alerts and the ranks.

    forecast.csv gets a row for each step after the last, up to the farthest
    --ahead: step, time, ahead (steps), horizon (how many steps before it was
    predicted, the shortest --ahead that reaches it), median, probability (of
    a text), low50, high50, low90, high90 (intervals), error (of such
    predictions in the test), naive, naive_error and naive_value (the best naive
    predictor that far ahead, and what it predicts). forecast.png shows it.

    Ctrl-C stops the run; the results up to that step are still written.

    A saved run continues with the rows that come later, as if they had followed
    in the same file: the same encoders and seasons, no row twice, and step
    numbers and alerts that continue. The results are then those of the new
    rows.

    For example:

    [bold]htm-teacher run load.csv[/bold]

    [bold]htm-teacher run sensors.csv --time when --value pressure --value flow[/bold]

    [bold]htm-teacher run sensors.csv --alerts 2/week[/bold]

    [bold]htm-teacher run long.csv --iterations 2000 --train 0.5 --no-animation[/bold]

    [bold]htm-teacher run january.csv --train 1 --save model.npz[/bold]

    [bold]htm-teacher run february.csv --load model.npz --save model.npz[/bold]
    """
    from ..study.alert_rule import rule
    from .group_results import study_groups
    from .results import study
    from .saved_files import Saving, loading, refuse_groups

    refuse_groups(reading, save is not None, load is not None)
    if keep_learning and load is None:
        raise ValueError("--learn goes with --load: without a saved run, --train says what is learned from")
    if rivals and load is not None:
        raise ValueError("--rivals needs all rows: leave out --load")
    when = None if alerts is None else rule(alerts)
    if load is not None:
        from ..study.continued import continue_run

        given = {name: value for name, value in context.params.items() if _given(context, name)}
        loaded = loading(load, engine, reading, given)
        saving = None if save is None else Saving(save, loaded.reading)
        raise typer.Exit(
            study(
                lambda: loaded.read(file),
                out,
                not no_animation,
                quiet,
                file,
                save=saving,
                when=when,
                begin=lambda series: continue_run(loaded.saved, series, keep_learning, iterations),
            )
        )
    choices: dict[str, Any] = {
        "preset": preset,
        "seed": seed,
        "train": train,
        "iterations": iterations,
        "columns": columns,
        "engine": engine,
        "horizons": ahead,
        "season": season,
        "when": when,
    }
    if reading.group:
        if rivals:
            raise ValueError("--rivals compares one series: leave out --group")
        raise typer.Exit(study_groups(lambda: reading.read_groups(file), out, quiet, file, **choices))
    read = reader(file, "", reading)
    saving = None if save is None else Saving(save, reading)
    raise typer.Exit(study(read, out, not no_animation, quiet, file, save=saving, rivals=rivals, **choices))


def _given(context: typer.Context, name: str) -> bool:
    """Whether the user gives this option."""
    source = context.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"


def info(
    word: Annotated[
        str, typer.Argument(help="Show only parameters with this word in their name or meaning.")
    ] = "",
) -> None:
    """Explain the presets and every parameter in plain words.

    Shows units, ranges, defaults, and the names in BAMI, NuPIC and htm.core.

    For example:

    [bold]htm-teacher info[/bold]

    [bold]htm-teacher info permanence[/bold]
    """
    from .parameter_tables import explain
    from .terminal import terminal

    printed = terminal()
    for part in explain(word):
        printed.print(part)
