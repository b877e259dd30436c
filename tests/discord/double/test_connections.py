"""The gateway of the double, tried with a real discord.py client."""

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.discord.double import Double, judged_double, open_double
from tests.discord.double.places import Snowflakes
from tests.discord.double.sample import sample


async def test_events_made_while_the_bot_is_away_come_when_it_resumes(double: Double) -> None:
    ana = double.person("ana")
    async with sample(double) as bot:
        async with double.away():
            double.say(ana, "one")
            double.say(ana, "two")
        await double.sees(ana, "heard two")
        assert bot.heard == ["one", "two"]
    assert (double.gateway.identified, double.gateway.resumed) == (1, 1)


async def test_connections_end_in_every_way_and_come_back(double: Double) -> None:
    ana = double.person("ana")
    async with sample(double) as bot:
        await double.reconnect()
        await double.invalidate(resumable=True)
        await double.cut()
        assert (double.gateway.identified, double.gateway.resumed) == (1, 3)
        await double.invalidate(resumable=False)
        assert (double.gateway.identified, double.gateway.resumed) == (2, 3)
        double.say(ana, "still there?")
        await double.sees(ana, "heard still there?")
        assert bot.heard == ["still there?"]


async def test_shards_hear_of_their_own_servers() -> None:
    async with judged_double(shards=3) as double, sample(double) as bot:
        ana = double.person("ana")
        far = double.new_guild("Far", shard=2)
        double.say(ana, "hi", far, mention_bot=True)
        await double.sees(ana, "hi", far)
        double.say(ana, "a DM")
        await double.sees(ana, "heard a DM")
        assert far.guild is not None
        assert {one.id: one.shard_id for one in bot.guilds} == {double.guild.id: 0, far.guild.id: 2}


async def test_a_wrong_token_and_a_forbidden_intent_keep_the_bot_out() -> None:
    async with open_double() as double, sample(double) as bot:
        with pytest.raises(discord.LoginFailure):
            await discord.Client(intents=discord.Intents.none()).login("wrong")
        await bot.close()
        greedy = discord.Client(intents=discord.Intents(guilds=True, message_content=True))
        with pytest.raises(discord.PrivilegedIntentsRequired):
            await greedy.start(double.settings.token)
        await greedy.close()


async def test_two_processes_of_one_bot_hear_the_same_and_one_acknowledges(double: Double) -> None:
    ana = double.person("ana")
    async with sample(double) as first, sample(double) as second:
        asked = await double.command(ana, "card")
        double.say(ana, "hello")
        await double.called("POST", "/callback", 400)
        assert len(asked.messages) == 1
        await double.called("POST", "/messages", 200, times=2)
        assert (first.heard, second.heard) == (["hello"], ["hello"])


@given(st.integers(1, 64), st.data())
def test_a_servers_id_puts_it_on_its_shard(shards: int, data: st.DataObject) -> None:
    ids = Snowflakes()
    wanted = data.draw(st.lists(st.integers(0, shards - 1), min_size=1, max_size=5))
    made = [ids.on_shard(shard, shards) for shard in wanted]
    assert [(number >> 22) % shards for number in made] == wanted
    assert made == sorted(set(made))
