"""QR symbols (ISO/IEC 18004) as modules, for the layout to place."""

from coopledger.reports.document import MM, Symbol

_MODULE = 0.4 * MM
"""Side of a module: a cheap thermal printer has eight dots a millimetre."""


def qr_symbol(text: str, caption: str = "") -> Symbol:
    """The text as a QR symbol; a seventh of it may be dirty or torn and it can still be read."""
    import zxingcpp

    made = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    picture = zxingcpp.write_barcode_to_image(made, scale=1, add_quiet_zones=False)
    across = picture.shape[0]
    # One byte a module; the type stubs do not know that an image is a buffer.
    dots = bytes(memoryview(picture)).translate(_MODULES).decode()  # type: ignore[arg-type]
    rows = tuple(dots[start : start + across] for start in range(0, across * across, across))
    return Symbol(rows, across * _MODULE, caption)


_MODULES = bytes(ord("1") if gray < 128 else ord("0") for gray in range(256))
