"""An answer on its way: several messages of one student that are taken as one."""

from typing import Self

from domain.model.base import Value


class Part(Value):
    """One message, by the platform's id of it, with the text of the files that came with it."""

    message_id: str
    text: str


class Draft(Value):
    """The messages so far, in order. `taken` once they were handed in: from then on nothing joins them."""

    parts: tuple[Part, ...] = ()
    taken: bool = False

    @property
    def text(self) -> str:
        return "\n".join(part.text for part in self.parts if part.text.strip())

    def has(self, message_id: str) -> bool:
        return any(part.message_id == message_id for part in self.parts)

    def with_part(self, part: Part) -> Self:
        """The draft with that message at its end, or in its place where the message is known already."""
        if not self.has(part.message_id):
            return self.model_copy(update={"parts": (*self.parts, part)})
        parts = tuple(part if old.message_id == part.message_id else old for old in self.parts)
        return self.model_copy(update={"parts": parts})

    def without_text(self, text: str) -> Self:
        """The draft without a message that says just that."""
        return self.model_copy(
            update={"parts": tuple(p for p in self.parts if p.text.strip() != text.strip())}
        )

    def without(self, message_id: str) -> Self:
        return self.model_copy(update={"parts": tuple(p for p in self.parts if p.message_id != message_id)})
