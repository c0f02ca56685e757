"""What is known of a machine: said, told by its class, or assumed; and the classes themselves."""

from hypothesis import given
from hypothesis import strategies as st

from cameras.registry.machine import read
from cameras.registry.presets import BY_CODE, LENS_CODES, PRESETS, RESOLUTIONS, lens_angle
from cameras.registry.words import PRESET_WORDS

NOTHING = {"preset": "", "indoor": None, "resolution": "", "lens": "", "connection": ""}
KNOWN = {"preset", "connection", "night_vision", "infrared_m"}


def test_every_class_has_words_and_figures_that_the_form_offers() -> None:
    assert PRESET_WORDS.keys() == BY_CODE.keys()
    assert len(BY_CODE) == len(PRESETS)
    for preset in PRESETS:
        assert preset.resolution in RESOLUTIONS
        assert preset.lens_mm in LENS_CODES.values()


def test_a_common_lens_gives_the_angle_that_geometry_says() -> None:
    assert [lens_angle(lens) for lens in (2.8, 4, 6, 12)] == [90, 70, 50, 26]


@given(st.floats(1, 50), st.floats(1, 50))
def test_a_longer_lens_never_sees_wider(one: float, other: float) -> None:
    assert (lens_angle(max(one, other))) <= lens_angle(min(one, other))
    assert 1 <= lens_angle(one) < 180


def test_knowing_nothing_leaves_the_registry_s_own_assumptions() -> None:
    assert read(NOTHING, night_vision=None).keys() == KNOWN
    assert read(NOTHING, night_vision=None)["night_vision"] is None


def test_lamps_of_the_class_count_unless_somebody_saw_that_the_night_is_dark() -> None:
    lit = {**NOTHING, "preset": "outdoor-4mp-28"}
    assert read(lit, night_vision=None)["night_vision"] is True
    assert read(lit, night_vision=None)["infrared_m"] == 30
    dark = read(lit, night_vision=False)
    assert (dark["night_vision"], dark["infrared_m"]) == (False, 0)
    assert read(NOTHING, night_vision=True)["infrared_m"] == 20


def test_what_was_said_goes_before_the_class() -> None:
    said = {**NOTHING, "preset": "wifi-2mp", "lens": "6", "indoor": False}
    facts = read(said, night_vision=None)
    assert (facts["fov_deg"], facts["fov_source"]) == (50, "stated")
    assert (facts["indoor"], facts["indoor_source"]) == (False, "stated")
    assert (facts["width_px"], facts["resolution_source"]) == (1920, "class")
