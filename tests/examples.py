"""How many examples a test by Hypothesis tries: all that it asks for, or in `make test` a fifth of them."""

from hypothesis import settings

FULL = 100  # what Hypothesis tries of itself


def examples(number: int) -> int:
    """So many examples, scaled like those of a test that names no number, by the profile in use."""
    return max(1, number * settings.default.max_examples // FULL)
