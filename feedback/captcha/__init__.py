"""The captcha behind one small port; which one is a setting."""

from feedback.captcha.base import CaptchaDriver, Challenge, load_driver

__all__ = ["CaptchaDriver", "Challenge", "load_driver"]
