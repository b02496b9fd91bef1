"""The first screen: begin a demo, go on with one, look at those that were made.

It is painted before anything heavy is imported: what it lists is read in a thread afterwards.
"""

from screens.welcome.screen import WelcomeScreen

__all__ = ["WelcomeScreen"]
