"""The browser, for the tests that open one."""

from tests.browser import chromium

__all__ = ["chromium"]
