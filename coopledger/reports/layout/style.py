"""Sizes and strokes of a report: black on white, thin lines, no fills."""

import msgspec

from coopledger.reports.document import Document


class Style(msgspec.Struct, frozen=True):
    """All in points; text sizes follow the paper and the document's scale."""

    body: float
    small: float
    heading: tuple[float, float]
    title: float
    gap: float
    pad: float
    gutter: float

    hair: float = 0.25
    thin: float = 0.5
    thick: float = 1.0
    # A table shrinks to this share of the body size if that spares it all wrapping,
    slightly: float = 0.9
    # and to this one, or what can just be read, before it is stacked.
    least: float = 0.72
    legible: float = 6.0


def style_for(document: Document) -> Style:
    """The style for the document's paper."""
    # Steps of a twentieth of a point let Qt set the same size in whole pixels.
    body = round(document.paper.text_size * document.scale * 20) / 20
    return Style(
        body=body,
        small=_step(body * 0.84),
        heading=(_step(body * 1.3), _step(body * 1.1)),
        title=_step(body * (1.4 if document.paper.roll else 1.8)),
        gap=_step(body * 0.9),
        pad=_step(body * 0.16),
        gutter=_step(body * 0.9),
    )


def _step(size: float) -> float:
    return round(size * 20) / 20
