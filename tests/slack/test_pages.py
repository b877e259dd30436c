"""The pages as a browser shows them: readable on a phone and on a desk, in the light and in the dark."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from adapters.slack import pages
from tests.slack.chromium import BINARY, Tab, browsing
from tests.slack.installing import CODE, SCOPES, open_bot


@pytest.mark.skipif(BINARY is None, reason="Debian's chromium is not installed")
async def test_the_pages_can_be_read_on_a_phone_and_on_a_desk(tmp_path: Path) -> None:
    async with open_bot(tmp_path) as bot, browsing(tmp_path) as tab:
        for width in (320, 1280):
            await tab.open(f"{bot.address}/slack/install", width, 720)
            await legible(tab, width, "Add Mockingbird to Slack", "Add to Slack", SCOPES["chat:write"])
            url = urlsplit(str(await tab.value("document.querySelector('.act').href")))
            state = parse_qs(url.query)["state"][0]
            await tab.open(f"{bot.address}/slack/oauth_redirect?code={CODE}&state={state}", width, 720)
            await legible(tab, width, "Mockingbird is installed", "Acme <i>&</i> Sons", "/interview start")
            await tab.open(f"{bot.address}/slack/oauth_redirect?error=access_denied", width, 720, dark=True)
            await legible(tab, width, pages.DECLINED.title, "Start again")
            await tab.open(f"{bot.address}/", width, 720)
            await legible(tab, width, "Interview practice, in Slack")


READABLE = """
[...document.querySelectorAll("h1, h2, p, li, dt, dd, a, code")].filter(element => {
  const box = element.getBoundingClientRect(), style = getComputedStyle(element);
  return !box.width || box.left < 0 || box.right > innerWidth || parseFloat(style.fontSize) < 12;
}).map(element => element.outerHTML)
"""
CONTRAST = """
(() => {
  const light = text => {
    const [r, g, b] = text.match(/[0-9.]+/g).map(Number).map(c => c / 255)
      .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = element => {
    const colour = getComputedStyle(element).backgroundColor;
    return colour === "rgba(0, 0, 0, 0)" ? ground(element.parentElement) : colour;
  };
  return Math.min(...[...document.querySelectorAll("h1, h2, p, li, dt, dd, a, code, header")].map(element => {
    const [a, b] = [light(getComputedStyle(element).color), light(ground(element))].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  }));
})()
"""


async def legible(tab: Tab, width: int, *texts: str) -> None:
    """The texts are seen, nothing reaches over the edge, and all stands out from its ground (WCAG AA)."""
    seen = await tab.value("document.body.innerText")
    for text in texts:
        assert text in seen
    assert await tab.value("document.documentElement.scrollWidth") <= width
    assert await tab.value(READABLE) == []
    assert await tab.value(CONTRAST) >= 4.5
    assert await tab.value("document.styleSheets[0].cssRules.length") > 10, "the policy let the style in"
    assert tab.complaints == []
