"""One line of the doctor's table."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the table; a `required` part that is not `good` makes the exit code 1."""

    part: str
    good: bool
    says: str
    required: bool = True

    @property
    def state(self) -> str:
        return "ok" if self.good else "FAILS" if self.required else "missing"
