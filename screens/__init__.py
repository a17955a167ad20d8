"""What a person sees: Textual screens and the widgets on them.

A screen does no input or output of its own. What it shows comes in through its constructor and
its reactives; whatever changes the session goes out as a message named for what happened; what
only asks is an async callable given to it. This room may import `rules`, never `wizard`.
"""
