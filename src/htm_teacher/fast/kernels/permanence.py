"""Permanences as kernels take them: whole numbers of ten-thousandths, as in ``core.permanence``.

Nothing is imported from there. The cache of compiled kernels is named after the text of this folder alone, so
it would not notice a change elsewhere.
"""

ONE = 10_000  # permanence 1.0
