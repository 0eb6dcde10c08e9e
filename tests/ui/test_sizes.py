"""How large a file is, in the words of each language."""

import pytest
from django.utils.translation import override

from deontos.ui.sizes import in_words


@pytest.mark.parametrize(
    ("language", "small", "large"),
    [("nl", "1 kB", "3,1 MB"), ("fr", "1 ko", "3,1 Mo"), ("en", "1 kB", "3.1 MB"), ("es", "1 kB", "3,1 MB")],
)
def test_a_size_stands_in_the_unit_that_readers_know(language: str, small: str, large: str) -> None:
    with override(language):
        found = [in_words(size).replace("\N{NO-BREAK SPACE}", " ") for size in (300, 3_250_586)]
    assert found == [small, large]
