"""Every parameter, and every argument of an encoder, has its names in other libraries."""

import dataclasses

import pytest

from htm_teacher.cli.other_names import ENCODER_NAMES, NAMES
from htm_teacher.cli.parameter_tables import arguments, textbook_encoders
from htm_teacher.core.parameters import PARTS


@pytest.mark.parametrize("part", PARTS)
def test_every_parameter_has_names(part):
    assert set(NAMES[part]) == {one.name for one in dataclasses.fields(PARTS[part])}


def test_every_explained_argument_of_an_encoder_has_names():
    explained = {name for kind in textbook_encoders() for names, _ in arguments(kind) for name in names}
    assert explained == set(ENCODER_NAMES)
