"""What the tests ask a machine in the browser."""

import json
from collections.abc import Callable
from typing import Any

Evaluate = Callable[[str], Any]

LETTERS = {"kind": "letters", "pairs": ["ABCD", "XBCY"]}
INPUTS: dict[str, dict[str, Any]] = {
    "sine": {"kind": "sine", "period": 20, "noise": 0.1},
    "square": {"kind": "square", "period": 16},
    "noise": {"kind": "noise"},
    "walk": {"kind": "walk"},
    "letters": LETTERS,
    "demand": {"kind": "demand"},
    "water": {"kind": "water"},
    "drawn": {"kind": "drawn", "values": [0, 1.5, None, -2, 3, 3, 2.25] * 150},
}

# In the page: a machine of its own for each test, asked one thing after another.
ASK = """(async () => {
  const machine = new htm.Machine(%(options)s);
  const answers = [];
  try {
    for (const [command, args, limit] of %(questions)s) {
      try { answers.push({ ok: await machine.ask(command, args, { limit }) ?? null }); }
      catch (error) { answers.push({ error: error.trouble ?? String(error) }); }
    }
  } finally { machine.close(); }
  return JSON.stringify(answers);
})()"""


def ask(evaluate: Evaluate, *questions: tuple[Any, ...], **options: Any) -> list[Any]:
    """What a new machine in the browser answers: each question is command, arguments, limit in seconds."""
    full = [(*question, None)[:3] for question in questions]
    script = ASK % {"options": json.dumps(options), "questions": json.dumps(full)}
    return json.loads(evaluate(script))


def setup_of(name: str, preset: str, steps: int, **more: Any) -> dict[str, Any]:
    setup = {"input": INPUTS[name], "steps": steps, "train": 3 * steps // 4, "preset": preset, "seed": 7}
    return {"setup": {**setup, **more}}
