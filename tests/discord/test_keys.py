"""A message that is sent under a key can be told from all others, as long as it stands."""

from adapters.discord.message import Message
from adapters.discord.once import component_id, keyed

OWN_IDS = range(1, 41)
LARGEST_ID = 2**31 - 1
LONGEST_NONCE = 25


def test_a_message_of_a_key_is_known_by_it_however_often_it_is_made() -> None:
    pages = (Message(), Message())
    first, second = keyed(pages, "ana:2026-12-01", again=True)
    assert keyed(pages, "ana:2026-12-01", again=True) == (first, second)
    (tomorrow, _) = keyed(pages, "ana:2026-12-02", again=True)
    nonces = {message.nonce for message in (first, second, tomorrow)}
    assert len(nonces) == 3
    for nonce in nonces:
        assert nonce is not None
        assert len(str(nonce)) <= LONGEST_NONCE
        assert component_id(nonce) not in OWN_IDS
        assert component_id(nonce) <= LARGEST_ID
