"""Two themes: restrained, one accent, enough contrast for a projector in a bright room.

Text on background is at least 7:1, the accent and the colours of states at least 4.5:1 (WCAG 2.2 AAA and AA).
"""

from __future__ import annotations

from textual.theme import Theme

DARK, LIGHT = "wizard-dark", "wizard-light"

THEMES = (
    Theme(
        name=DARK, dark=True, primary="#FF8A5C", secondary="#8FB8DE", accent="#FF8A5C", success="#7CC49A",
        warning="#E5B567", error="#F08A8A", foreground="#E8E6E3", background="#16181C", surface="#1E2126",
        panel="#272B31",
        variables={
            "footer-key-foreground": "#FF8A5C", "footer-background": "#1E2126", "block-cursor-foreground": "#16181C",
            "block-cursor-background": "#FF8A5C", "block-cursor-blurred-background": "#3A3F47",
            "block-cursor-blurred-foreground": "#E8E6E3", "input-selection-background": "#FF8A5C 35%",
            "border": "#FF8A5C", "border-blurred": "#3A3F47", "text-muted": "#A9ADB3",
            "scrollbar": "#4A5059", "scrollbar-hover": "#5C636D", "scrollbar-active": "#FF8A5C",
            "scrollbar-background": "#1E2126", "scrollbar-background-hover": "#1E2126",
            "scrollbar-background-active": "#1E2126", "scrollbar-corner-color": "#1E2126",
        },
    ),
    Theme(
        name=LIGHT, dark=False, primary="#A63D0F", secondary="#1F5C93", accent="#A63D0F", success="#1E6B3F",
        warning="#7A5200", error="#A3212B", foreground="#1B1D20", background="#FAF9F7", surface="#F0EEEA",
        panel="#E4E1DB",
        variables={
            "footer-key-foreground": "#A63D0F", "footer-background": "#F0EEEA", "block-cursor-foreground": "#FAF9F7",
            "block-cursor-background": "#A63D0F", "block-cursor-blurred-background": "#D3CEC5",
            "block-cursor-blurred-foreground": "#1B1D20", "input-selection-background": "#A63D0F 25%",
            "border": "#A63D0F", "border-blurred": "#C9C4BA", "text-muted": "#55585D",
            "scrollbar": "#B4AEA3", "scrollbar-hover": "#9A9489", "scrollbar-active": "#A63D0F",
            "scrollbar-background": "#F0EEEA", "scrollbar-background-hover": "#F0EEEA",
            "scrollbar-background-active": "#F0EEEA", "scrollbar-corner-color": "#F0EEEA",
        },
    ),
)  # fmt: skip
