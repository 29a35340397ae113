"""The textbook: all of HTM in Python's standard library, one idea per file.

Read the chapters from the first to the last. The appendices explain what the chapters import; look there
when a name is new. The first three are needed from the beginning. ``declare.py`` and
``encoders/settings.py`` are plumbing: everything else can be followed without them.
"""

CHAPTERS = (
    ("one_page.py", "all of HTM in one file, without the extras"),
    ("sdr.py", "what an SDR is, and why overlap can be trusted"),
    ("spatial_pooler.py", "from bits to a few active columns"),
    ("segments.py", "the dendrites that learn"),
    ("moment.py", "what is active and predicted at one step"),
    ("temporal_memory.py", "context, bursting, prediction"),
    ("anomaly.py", "surprise, and how unusual it is"),
    ("chances.py", "a prediction: values that may follow, with probabilities"),
    ("past.py", "the moments that the classifier learns from"),
    ("classifier.py", "from cells back to values"),
    ("model.py", "all parts together, one step at a time"),
    ("explain.py", "why a cell is predictive, or not"),
)
APPENDICES = (
    ("permanence.py", "permanences as whole numbers, rounding, sums, boost factors"),
    ("rng.py", "random numbers that are the same everywhere"),
    ("checks.py", "values from outside, checked before use"),
    ("parameters.py", "every parameter, its default and its range"),
    ("declare.py", "how a parameter is declared and checked"),
    ("topology.py", "which columns and inputs are neighbours"),
    ("by_hand.py", "build or damage a small memory, for examples and tests"),
    ("saved_rows.py", "rows of synapses as arrays, to save them; questions about saved arrays"),
    ("records.py", "what a step and a run report"),
    ("one_thread.py", "why a second thread is turned away"),
    ("encoders/base.py", "what every encoder provides"),
    ("encoders/rdse.py", "any number, its logarithm, its change"),
    ("encoders/scalar.py", "numbers in a range, categories"),
    ("encoders/date_time.py", "clock and calendar"),
    ("encoders/coordinate.py", "places on a grid or on the globe"),
    ("encoders/fields.py", "several fields side by side"),
    ("encoders/settings.py", "how an encoder is checked, fitted and loaded"),
)
READING_ORDER = (*CHAPTERS, *APPENDICES)  # (file, what it is about); README and docs/reading-order.md show it
