"""Text can be read at dusk: 7:1 in every look, on every ground it stands on."""

import pytest

from coopledger.desktop.theme import LOOKS, SCALES, theme


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_formula_is_wcags():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("role", ["ink", "quiet", "good", "warn", "bad", "practice"])
@pytest.mark.parametrize("ground", ["paper", "surface"])
def test_text_stands_out(look, role, ground):
    roles = LOOKS[look]
    assert contrast(roles.colour(role), roles.colour(ground)) >= 7


@pytest.mark.parametrize("look", LOOKS)
def test_ink_on_the_chosen_row_and_words_on_the_main_button_stand_out(look):
    roles = LOOKS[look]
    assert contrast(roles.ink, roles.picked) >= 7
    assert contrast(roles.on_accent, roles.accent) >= 7
    assert contrast(roles.paper, roles.practice) >= 7


@pytest.mark.parametrize("look", LOOKS)
def test_the_cursor_can_be_found(look):
    roles = LOOKS[look]
    for ground in (roles.paper, roles.surface):
        assert contrast(roles.accent, ground) >= 3


def test_the_largest_text_is_half_as_large_again():
    assert SCALES["XL"] == 1.5
    assert SCALES["M"] == 1


@pytest.mark.parametrize("size", SCALES)
def test_text_and_distances_grow_together(qapp, size):
    from coopledger.desktop.main import application

    application("light", size)
    try:
        assert qapp.font().pointSizeF() == pytest.approx(13 * SCALES[size], abs=0.1)
        assert theme().em(10) == pytest.approx(10 * theme().points() * 96 / 72, abs=1)
    finally:
        application("light", "M")


def test_an_unknown_colour_or_icon_is_no_silent_blank(qapp):
    from coopledger.desktop.icons import pixmap

    with pytest.raises(LookupError):
        LOOKS["light"].colour("blue")
    with pytest.raises(LookupError):
        pixmap("no-such-icon", 24)


def test_every_icon_draws_something_in_the_colour_asked_for(qapp):
    from coopledger.desktop.icons import pixmap
    from coopledger.desktop.main import application
    from coopledger.words.resources import resource

    application("light", "M")
    names = sorted(path.stem for path in resource("icons").glob("*.svg"))
    assert len(names) > 30
    accent = theme().colour("accent").rgb()
    for name in names:
        image = pixmap(name, 48, "accent").toImage()
        found = {
            image.pixelColor(x, y).rgb()
            for x in range(48)
            for y in range(48)
            if image.pixelColor(x, y).alpha() == 255
        }
        assert found == {accent}, name


def test_icons_are_on_one_grid_with_one_stroke():
    from coopledger.words.resources import resource

    for path in resource("icons").glob("*.svg"):
        text = path.read_text("utf-8")
        assert 'viewBox="0 0 24 24"' in text, path.name
        assert 'stroke-width="1.75"' in text, path.name
        assert "currentColor" in text, path.name
