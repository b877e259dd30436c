"""A thread that a process opened and died before it was known: the next one takes it, and no other."""

from adapters.discord.client import Options
from domain.requests import Place
from tests.discord.double import MESSAGE_CONTENT, judged_double
from tests.discord.speaking import speaking
from tests.discord.test_threads import SILENT, Group, Meeting, of


async def test_a_thread_that_was_left_empty_is_taken_again_and_no_other() -> None:
    group = Group()
    async with (
        judged_double(privileged=MESSAGE_CONTENT) as double,
        speaking(double, group, Options(message_content=True)) as client,
    ):
        meeting, here = Meeting(double, client, group), Place("channel", str(double.channel.id))
        left = await meeting.opened(title="Race")
        await meeting.says(
            SILENT, "hello", await meeting.opened(title="Panel")
        )  # all events before are taken
        tries = [
            await meeting.messenger.open_thread(meeting.host, here, title, again=True)
            for title in ("Race", "Race: trees")
        ]
        await meeting.post(left)
        tries.append(await meeting.messenger.open_thread(meeting.host, here, "Race", again=True))
        assert [one == of(left) for one in tries] == [True, False, False]
