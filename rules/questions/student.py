"""Step 4: the small model, what it would cost to serve, and on which hardware.

The hosting worksheet builds no answer that could be typed instead: its monthly cost is added to
`student.fixed_cost_per_month`. Its questions therefore name the sheet itself, `student.hosting`, in
`builds`.
"""

from rules.questions.question import Kind, Question, Step
from rules.questions.tokens import token_worksheet

HOSTING = "student.hosting"

_HOSTING_QUESTIONS = (
    Question(
        key="student.hosting.gpu_price_per_hour",
        label="Serving GPU price",
        kind=Kind.MONEY,
        unit="per GPU-hour",
        prompt="What does one hour of a serving GPU cost?",
        why="Every hour switched on is paid for, busy or idle: no hoped-for utilisation makes it"
        " cheaper.",
        where_to_find="The cloud provider's price page; for machines you own, finance's hourly"
        " rate.",
        example="2.50 or 2.20..3.00",
        builds=HOSTING,
    ),
    Question(
        key="student.hosting.gpus_per_replica",
        label="GPUs per replica",
        kind=Kind.COUNT,
        unit="GPUs",
        prompt="How many GPUs does one running copy of the student need?",
        why="It multiplies the price of every hour.",
        where_to_find="The size of the weights against the memory of one GPU; the serving"
        " configuration.",
        example="1",
        default="1",
        builds=HOSTING,
    ),
    Question(
        key="student.hosting.calls_per_second_per_replica",
        label="Calls per second, replica",
        kind=Kind.NUMBER,
        unit="calls per second",
        prompt="How many calls per second can one replica serve within its latency target?",
        why="It sets the number of replicas. Taken from a brochure instead of real traffic, it is"
        " where promised savings shrink.",
        where_to_find="A load test with logged inputs on the hardware that would serve them.",
        example="8 or 6..10",
        builds=HOSTING,
    ),
    Question(
        key="student.hosting.peak_to_average",
        label="Peak over average traffic",
        kind=Kind.NUMBER,
        unit="times the average",
        prompt="How many times the average traffic is the peak?",
        why="Replicas are counted for the peak. The rest of the day they stand partly idle, and"
        " are paid for.",
        where_to_find="Calls per minute in the gateway's logs: a busy week's highest over its"
        " mean.",
        example="3 or 2.5..4",
        default="3",
        builds=HOSTING,
    ),
    Question(
        key="student.hosting.target_load",
        label="Planned load at peak",
        kind=Kind.PERCENT,
        prompt="Which share of a replica's calls per second may be used at the peak?",
        why="The headroom keeps latency steady and has to be paid for: a lower load means more"
        " replicas.",
        where_to_find="The autoscaler's target, or the load at which latency rose in the load"
        " test.",
        example="70%",
        default="70%",
        builds=HOSTING,
    ),
    Question(
        key="student.hosting.min_replicas",
        label="Fewest replicas",
        kind=Kind.COUNT,
        unit="replicas",
        prompt="How many replicas run even when there is hardly any traffic?",
        why="They cost the same at any volume. Where they take half the saving or more, the"
        " verdict stops at defensible.",
        where_to_find="The deployment's minimum: one for each zone, or what availability requires.",
        example="2",
        default="1",
        builds=HOSTING,
    ),
    Question(
        key="student.hosting.hours_per_month",
        label="Hours switched on",
        kind=Kind.NUMBER,
        unit="hours a month",
        prompt="For how many hours a month is the hardware switched on?",
        why="Each of these hours is paid for, and all calls have to be served within them.",
        where_to_find="The deployment's schedule; a month has 730 hours.",
        example="730",
        default="730, the whole month",
        builds=HOSTING,
    ),
    Question(
        key="student.hosting.overhead",
        label="Hosting overhead",
        kind=Kind.PERCENT,
        prompt="How much do network, storage and support add to the bill for GPUs?",
        why="These lines grow with the replicas and are easily left out of a comparison.",
        where_to_find="Last month's cloud bill for a similar service: everything but GPUs over"
        " GPUs.",
        example="15% or 10%..25%",
        default="0%, nothing",
        builds=HOSTING,
    ),
)

STUDENT = Step(
    name="student",
    title="Student",
    purpose="What the small model costs under real serving conditions, not on paper.",
    questions=(
        Question(
            key="student.model",
            label="Student model",
            kind=Kind.TEXT,
            prompt="Which small model would be trained?",
            why="As provider/model, its prices can be looked up. Nothing is calculated from the"
            " name.",
            where_to_find="The provider's list of models that can be fine-tuned, or a hub of open"
            " weights.",
            example="openai/gpt-4.1-mini",
        ),
        Question(
            key="student.cost_per_1k_calls",
            label="Student, per 1,000 calls",
            kind=Kind.MONEY,
            unit="per 1,000 calls",
            prompt="What do 1,000 calls to the student cost, hardware paid by the month left out?",
            why="The other half of the saving per call. Typed here, it wins over the worksheet of"
            " tokens and prices; hosting is still added.",
            where_to_find="A trial under real traffic, or the price page for fine-tuned models.",
            example="0.30 or 0.25..0.45",
            default="from its worksheet, else 0 where hosting or a fixed cost is given",
            quick=True,
        ),
        *token_worksheet(
            "student",
            usage="A trial run on logged inputs; after training, the prompt is often shorter than"
            " the teacher's.",
            price_list="The provider's price page, in the row for fine-tuned models.",
            input_price="0.40",
            cached_input_price="0.10",
            cache_write_price="0.40",
            output_price="1.60",
        ),
        Question(
            key="student.fixed_cost_per_month",
            label="Student fixed cost a month",
            kind=Kind.MONEY,
            unit="per month",
            prompt="What does the student cost each month, whatever the number of calls?",
            why="It is due at any volume and moves break-even. Hosting is added to it, so leave"
            " out what the hosting worksheet counts.",
            where_to_find="The contract: reserved capacity, an endpoint fee, a licence.",
            example="1,200 or 1k..1.5k",
            default="0, apart from hosting",
        ),
        *_HOSTING_QUESTIONS,
        Question(
            key="student.p95_latency_seconds",
            label="Student P95 latency",
            kind=Kind.SECONDS,
            unit="seconds",
            prompt="Within how many seconds would 95 of 100 calls to the student return?",
            why="A slower student is reported as such: users would notice, whatever is saved.",
            where_to_find="A load test on real serving hardware at peak traffic, network included.",
            example="0.4 or 350ms..600ms",
        ),
        Question(
            key="student.retires_on",
            label="Student retires on",
            kind=Kind.DATE,
            prompt="On which day will the student's base model be withdrawn?",
            why="If it goes before the money is back, distilling is advised against.",
            where_to_find="The provider's deprecation page; weights you hold have no such day, so"
            " leave it empty.",
            example="2028-03-31",
        ),
    ),
)
