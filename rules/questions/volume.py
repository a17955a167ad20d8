"""Step 2: how many calls there are, and how many of them move."""

from rules.questions.question import Kind, Question, Step

VOLUME = Step(
    name="volume",
    title="Volume",
    purpose="Savings grow with every call that moves; nothing else weighs as much.",
    questions=(
        Question(
            key="volume.calls_per_month",
            label="Calls per month",
            kind=Kind.COUNT,
            unit="calls",
            prompt="How many calls does the endpoint make to the teacher in a month?",
            why="Volume decides more than anything else; a guess holds the verdict at defensible."
            " A range means one chance in ten below it and one above: not the extremes.",
            where_to_find="The gateway's dashboard or logs, over the last three full months.",
            example="6M (4.5M..8M)",
            quick=True,
        ),
        Question(
            key="volume.monthly_growth",
            label="Monthly growth",
            kind=Kind.PERCENT,
            prompt="By how much does the number of calls grow from month to month?",
            why="The monthly cash flow follows it. Shrinking traffic caps the verdict, and may"
            " never bring the money back.",
            where_to_find="The same dashboard: compare the last months with each other.",
            example="2% or 1%..3%",
            default="0%, no growth",
        ),
        Question(
            key="volume.share_moved",
            label="Share of calls that move",
            kind=Kind.PERCENT,
            prompt="Which share of these calls would go to the student?",
            why="Calls that stay with the teacher save nothing.",
            where_to_find="The router's rules; languages, customers or inputs kept back.",
            example="90%",
            default="100%, all of them",
        ),
        Question(
            key="volume.fallback_rate",
            label="Fallback to the teacher",
            kind=Kind.PERCENT,
            prompt="Which share of the student's calls is run again on the teacher?",
            why="Such a call is paid for twice. Enough of them leave no saving at all.",
            where_to_find="A shadow run: the share of answers below the confidence threshold.",
            example="5%",
            default="0%, none",
        ),
    ),
)
