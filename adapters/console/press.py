"""`!1` and `!hint`: which of the buttons on the screen is meant."""

from collections.abc import Sequence

from domain.errors import UserError
from domain.replies import Button


def pressed(buttons: Sequence[Button], typed: str) -> Button:
    """The button of that number or label, or of the only label that begins so. Raises UserError."""
    if not buttons:
        raise UserError("There is no button to press now. `/help` lists every command.", title="No buttons")
    wanted = " ".join(typed.split()).casefold()
    matching = [b for n, b in enumerate(buttons, 1) if wanted in (str(n), b.label.casefold())]
    matching = matching or [b for b in buttons if wanted and b.label.casefold().startswith(wanted)]
    if len(matching) == 1:
        return matching[0]
    fault = f"More than one button begins with “{typed}”" if matching else f"There is no button “{typed}”"
    listed = ", ".join(f"`!{n} {b.label}`" for n, b in enumerate(buttons, 1))
    raise UserError(
        f"{fault}. Buttons: {listed}. To send it as a text: `/answer !{typed}`.", title="Which button?"
    )
