"""Every command writes the whole report; the demo prints its main part."""

from htm_teacher.cli.results import study
from htm_teacher.series import Series, sine


def test_a_brief_report_has_the_main_table_and_the_file_has_all(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    series = Series("wave", {"height": sine(120, period=12)}, description="A sine.", source="This test")
    choices = {"preset": "toy", "engine": "textbook"}
    assert study(lambda: series, tmp_path, film=False, **choices) == 0
    whole = capsys.readouterr().out.partition("\nWritten to")[0].rstrip().splitlines()
    assert (tmp_path / "report.txt").read_text(encoding="utf-8").rstrip().splitlines() == whole
    assert study(lambda: series, tmp_path, film=False, brief=True, **choices) == 0
    said, where, ending = capsys.readouterr().out.partition(
        "\nHow it learned, what it expects and the anomalies: "
    )
    assert (tmp_path / "report.txt").read_text(encoding="utf-8").rstrip().splitlines() == whole
    assert "steps.csv, report.txt, four-panels.png" in " ".join(ending.split())
    assert where
    assert len(said.splitlines()) < 45
    assert set(said.splitlines()) < set(whole)
    assert "CRPS" not in said
    for words in (
        "Data: 120 steps",
        "Prediction: ",
        "Most anomalous moment: ",
        "Source: This test",
        "What comes next",
    ):
        assert words in said
    for words in ("an RDSE of resolution", "Whether it learned", "Anomaly: ", "The most anomalous moments"):
        assert words not in said
        assert any(words in line for line in whole)
