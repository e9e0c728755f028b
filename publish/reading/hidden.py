"""What a page does not show: by HTML's own attribute, or by a style that stands in the element."""

from __future__ import annotations

import re
from typing import Any, Final

_STYLE: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def is_hidden(element: Any) -> bool:
    """Whether an element is on nobody's screen, whatever scripts may do later."""
    if element.get("hidden") is not None:
        return True
    style = element.get("style")
    return bool(style and _STYLE.search(style))
