"""Step 3: the large model in production today, what it costs and how long it will be there."""

from rules.questions.question import Choice, Kind, Question, Step
from rules.questions.tokens import token_worksheet

TEACHER = Step(
    name="teacher",
    title="Teacher",
    purpose="What the calls cost today, measured the same way as the student's.",
    questions=(
        Question(
            key="teacher.model",
            label="Teacher model",
            kind=Kind.TEXT,
            prompt="Which model serves the calls today?",
            why="As provider/model, its prices can be looked up. Nothing is calculated from the"
            " name.",
            where_to_find="The model parameter in the code that makes the call.",
            example="openai/gpt-4.1",
        ),
        Question(
            key="teacher.cost_per_1k_calls",
            label="Teacher, per 1,000 calls",
            kind=Kind.MONEY,
            unit="per 1,000 calls",
            prompt="What do 1,000 calls to the teacher cost?",
            why="What each call saves is this less the student's figure. Typed here, it wins over"
            " the worksheet of tokens and prices.",
            where_to_find="One month's invoice for this endpoint, divided by its calls in"
            " thousands.",
            example="1.62 or 1.50..1.80",
            default="from its worksheet, else from the bill",
            quick=True,
        ),
        *token_worksheet(
            "teacher",
            usage="The usage data that the API returns with each call, averaged over a week.",
            price_list="The provider's price page for this model, or your contract.",
            input_price="2.50",
            cached_input_price="0.25",
            cache_write_price="3.10",
            output_price="10",
        ),
        Question(
            key="teacher.bill_per_month",
            label="Teacher's bill a month",
            kind=Kind.MONEY,
            unit="per month",
            prompt="What is paid for all calls in a month today?",
            why="Divided by the calls per month it stands in for a cost per 1,000 calls, once:"
            " trying another volume leaves that cost as it is.",
            where_to_find="Last month's invoice for this endpoint, in a month with the volume you"
            " stated.",
            example="9,700 or 9k..11k",
        ),
        Question(
            key="teacher.annual_price_change",
            label="Teacher price change a year",
            kind=Kind.PERCENT,
            prompt="By how much will the teacher's price change in a year?",
            why="Model prices tend to fall, and each fall shrinks the saving. A case that lives on"
            " today's price may not survive.",
            where_to_find="The provider's price list now against one and two years ago.",
            example="-20% or -40%..0%",
            default="0%, no change",
        ),
        Question(
            key="teacher.p95_latency_seconds",
            label="Teacher P95 latency",
            kind=Kind.SECONDS,
            unit="seconds",
            prompt="Within how many seconds do 95 of 100 calls to the teacher return?",
            why="It is what the student's latency is held against. Latency is shown beside the"
            " savings and never inside them.",
            where_to_find="The P95 panel of the gateway or tracing dashboard, over a full week.",
            example="1.8 or 1.5..2.4",
        ),
        Question(
            key="teacher.retires_on",
            label="Teacher retires on",
            kind=Kind.DATE,
            prompt="On which day will the provider switch the teacher off?",
            why="A teacher that goes before the money is back ends the comparison early and holds"
            " the verdict at reconsider.",
            where_to_find="The provider's deprecation page; leave it empty while no day is"
            " announced.",
            example="2027-09-30",
        ),
        Question(
            key="teacher.training_terms",
            label="Terms on training",
            kind=Kind.CHOICE,
            prompt="Do the labelling model's terms allow training another model on its outputs?",
            why="Prohibited rules distilling out; unreviewed holds the verdict at defensible."
            " Labels by people need no such terms.",
            where_to_find="The provider's terms, under outputs and competing models; then legal"
            " or procurement.",
            example="permitted",
            default="unreviewed",
            choices=(
                Choice("permitted", "the terms or an agreement allow it for this use"),
                Choice("prohibited", "the terms forbid it and no exception was agreed"),
                Choice("unreviewed", "nobody entitled to decide has read them yet"),
            ),
        ),
    ),
)
