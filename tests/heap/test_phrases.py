"""In which function a variable is said to be, where the snapshot knows less of one than of the other."""

from __future__ import annotations

import pytest

from tuiinspect.heap.phrases import inside
from tuiinspect.heap.places import Place

OWNER = Place("subscribe", "server.js", 20)
OWNER_SOMEWHERE = Place("subscribe", "server.js", None)
KEEPER = Place("deliver", "server.js", 22)


@pytest.mark.parametrize(
    ("owner", "keeper", "said"),
    [
        (OWNER, KEEPER, "in subscribe() at server.js:20"),
        (OWNER_SOMEWHERE, KEEPER, "captured by deliver() at server.js:22"),
        (OWNER_SOMEWHERE, None, "in subscribe() at server.js"),
        (None, KEEPER, "captured by deliver() at server.js:22"),
        (None, None, None),
    ],
)
def test_a_variable_is_said_to_be_where_a_line_is_known(
    owner: Place | None, keeper: Place | None, said: str | None
) -> None:
    assert inside(owner, keeper) == said
