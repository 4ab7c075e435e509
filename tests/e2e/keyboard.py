"""Moving through pages with Tab, Enter, Space and letters only."""

from playwright.sync_api import Page

MOST_STOPS = 150
# Whether somebody can see where they are: an outline, a ring, or the frame of what is focused changes.
IS_FOCUS_VISIBLE = """() => {
  const style = getComputedStyle(document.activeElement);
  const choice = document.activeElement.closest(".choice");
  const around = choice ? getComputedStyle(choice) : style;
  const hasRing = one => one.boxShadow !== "none" || (one.outlineStyle !== "none" && parseFloat(one.outlineWidth) > 0);
  return hasRing(style) || hasRing(around);
}"""
IS_ON_SCREEN = """() => {
  const box = document.activeElement.getBoundingClientRect();
  return box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
}"""


class Keyboard:
    """The keys of somebody who uses no pointer; every stop on the way must be visible."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def go_to(self, selector: str) -> "Keyboard":
        """Press Tab until the element has the focus."""
        for _ in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            focused = self.page.evaluate("document.activeElement !== document.body")
            if focused:
                where = self.page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
                assert self.page.evaluate(IS_FOCUS_VISIBLE), f"no visible focus on {where}"
                assert self.page.evaluate(IS_ON_SCREEN), f"the focus is off the screen on {where}"
            if self.page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return self
        raise AssertionError(f"Tab never reaches {selector} on {self.page.url}")

    def press(self, key: str) -> None:
        """One key on what has the focus."""
        self.page.keyboard.press(key)

    def follow(self) -> None:
        """Enter on a link or a button, and wait for the page behind it."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def type(self, text: str) -> None:
        """Letters into what has the focus."""
        self.page.keyboard.type(text)

    def choose(self, text: str) -> None:
        """An option of the list that has the focus."""
        for _ in range(MOST_STOPS):
            self.page.keyboard.press("ArrowDown")
            if self.page.evaluate("document.activeElement.selectedOptions[0].text") == text:
                return
        raise AssertionError(f"the list has no {text}")
