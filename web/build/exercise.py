"""Ask for everything once, to see which modules of Python that takes. Any error ends the build."""

import base64
import json
import sys

from htm_teacher.page.session import Session

LETTERS = {"kind": "letters", "pairs": ["ABCD", "XBCY"]}
SERIES = [{"kind": kind} for kind in ("square", "noise", "walk", "demand", "water")]
TABLE = "time,flow\n" + "".join(f"2024-01-01 {hour:02}:00,{hour % 7}\n" for hour in range(24))
STEPS = 12

session = Session()


def ask(command, **arguments):
    said = json.loads(session.ask(json.dumps({"do": command, **arguments})))
    if "ok" not in said:
        sys.exit(said["error"]["trace"])
    return said["ok"]


def start(what, **more):
    setup = {"input": what, "steps": STEPS, "train": 10, "preset": "toy", "seed": 0, **more}
    ask("setup", setup=setup)
    return ask("step", run=0, count=STEPS)


for series in [LETTERS, *SERIES]:
    start(series)
data = base64.b64encode(TABLE.encode()).decode()
start(ask("read_csv", name="table.csv", data=data)["input"])
records = start({"kind": "sine", "period": 4}, noisy_bits=0.1, kill={"at": 6, "fraction": 0.2})

here = {"run": 0, "at": STEPS}
ask("look_bit", bit=records[-1]["bits"][0], **here)
ask("look_column", column=records[-1]["columns"][0], **here)
ask("look_cell", cell=records[-1]["cells"][0], **here)
ask("look_burst", column=None, **here)
for question in ("overlaps", "permanences", "duty", "segments", "distribution", "digest"):
    ask(question, **here)
ask("encode", value=0.5)
ask("branch", at=8, changes={"activation_threshold": 9})
ask("step", run=1, count=2)
ask("change", run=0, changes={"activation_threshold": 9})
ask("kill", run=0, fraction=0.1)
ask("table", run=0)
ask("controls")
ask("open", name="model.npz", data=ask("save", **here))
file = ask("sources")["files"][0]
ask("edit", **file)
broken = json.loads(session.ask(json.dumps({"do": "edit", "path": file["path"], "text": "def :"})))
assert broken["error"]["kind"] == "SyntaxError", broken
