"""What the summary of a group's round is kept under."""


def report_id(round_id: str) -> str:
    return f"group-{round_id}"


def file_name(round_id: str) -> str:
    return f"{report_id(round_id)}.pdf"
