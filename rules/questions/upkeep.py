"""Step 6: what it takes to keep the student good once it serves."""

from rules.questions.question import Kind, Question, Step

UPKEEP = Step(
    name="upkeep",
    title="Upkeep",
    purpose="A student ages: what it costs each year to keep it as good as on its first day.",
    questions=(
        Question(
            key="maintenance.redistillations_per_year",
            label="Redistillations a year",
            kind=Kind.NUMBER,
            unit="a year",
            prompt="How often a year will the student have to be distilled again?",
            why="A new teacher version or drifting inputs call for a fresh student. Twelve a year,"
            " or an unproven 0, hold the verdict at defensible; a high cost lowers it further.",
            where_to_find="The provider's release notes of the last year; a drift monitor; the"
            " product's calendar.",
            example="2 or 1..4",
            quick=True,
        ),
        Question(
            key="maintenance.cost_per_redistillation",
            label="Cost per redistillation",
            kind=Kind.MONEY,
            unit="each",
            prompt="What does distilling the student once more cost, people's time included?",
            why="Left empty it repeats data and training only, without engineering or evaluation:"
            " too kind to the case. Savings that upkeep eats pay nothing back.",
            where_to_find="The upfront lines that come round again, with the days to validate and"
            " release.",
            example="4k or 3k..8k",
            default="data generation plus training compute; engineering and evaluation left out",
        ),
        Question(
            key="maintenance.monitoring_per_month",
            label="Monitoring a month",
            kind=Kind.MONEY,
            unit="per month",
            prompt="What does watching the student's quality cost in a month?",
            why="It comes off the yearly benefit. Unwatched, drift is first noticed by customers.",
            where_to_find="Tool invoices, plus labels by people and teacher calls on a sample of"
            " the traffic.",
            example="300 or 200..500",
            default="0",
        ),
    ),
)
