"""How the program says no: a code and what it is about, never a sentence."""

from __future__ import annotations


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not a fault of the program
    """Something was asked that can't be done; nothing was changed.

    Attributes:
        code: what is wrong, in snake_case; ``coopledger.words`` has the sentence for it.
        params: what the sentence and a script need: ``file``, ``line``, ``column``, ``value`` and
            whatever else the code calls for. Amounts are integers in minor units.
    """

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params: dict[str, object] = params

    def __str__(self) -> str:
        return " ".join([self.code, *(f"{name}={value!r}" for name, value in self.params.items())])

    def within(self, **params: object) -> Refusal:
        """The same refusal, told where it happened; what was known already stays."""
        return Refusal(self.code, **{**params, **self.params})
