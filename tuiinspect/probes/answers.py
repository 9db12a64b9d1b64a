"""Values from the target, checked: what answers there may be anything."""

from __future__ import annotations

from typing import Annotated, TypeVar

import msgspec

from tuiinspect.cdp.messages import decode
from tuiinspect.errors import ScriptFailed
from tuiinspect.text import clean

T = TypeVar("T")

Size = Annotated[int, msgspec.Meta(ge=0)]
Amount = Annotated[float, msgspec.Meta(ge=0)]


def understood(value: object, into: type[T]) -> T:
    """Return `value` as `into`.

    Raises:
        ScriptFailed: it is not what our script answers.
    """
    try:
        return msgspec.convert(value, into)
    except msgspec.ValidationError as error:
        raise ScriptFailed(
            f"our script's answer in the target makes no sense: {clean(str(error))}"
        ) from error


def understood_text(value: object, into: type[T]) -> T:
    """The same for an answer that the target has written down as JSON, where it could.

    Raises:
        ScriptFailed: it is not what our script answers.
    """
    if not isinstance(value, str):
        return understood(value, into)
    try:
        return decode(msgspec.Raw(value.encode("utf-8", "replace")), into)
    except (msgspec.DecodeError, ValueError) as error:
        raise ScriptFailed(
            f"our script's answer in the target makes no sense: {clean(str(error))}"
        ) from error
