"""Step 5: everything that is spent before the student serves, line by line."""

from rules.questions.question import Kind, Question, Step
from rules.questions.training_data import TRAINING_DATA

_TRAINING = "upfront.training_compute"
_EVALUATION = "upfront.evaluation_build"
_ENGINEERING = "upfront.engineering_time"

_TRAINING_QUESTIONS = (
    Question(
        key="upfront.training_compute",
        label="Training compute",
        kind=Kind.MONEY,
        prompt="What will the compute for training the student cost?",
        why="Usually the smallest line and the first one thought of: a budget that stops here is"
        " far too low.",
        where_to_find="The training service's quote, or a trial run scaled up to all examples.",
        example="300 or 200..600",
        default="from its worksheet, else 0",
    ),
    Question(
        key="upfront.training_worksheet.gpu_hours",
        label="GPU-hours per run",
        kind=Kind.NUMBER,
        unit="GPU-hours",
        prompt="How many GPU-hours does one training run take, all GPUs added up?",
        why="For training on rented hardware. Leave it empty where training is paid by the token.",
        where_to_find="The log of a trial run: hours times GPUs, scaled to the full data.",
        example="40 or 30..60",
        default="0",
        builds=_TRAINING,
    ),
    Question(
        key="upfront.training_worksheet.gpu_price_per_hour",
        label="Training GPU price",
        kind=Kind.MONEY,
        unit="per GPU-hour",
        prompt="What does one hour of a training GPU cost?",
        why="It prices the GPU-hours above. Interruptible machines are cheaper, but repeat some of"
        " the work.",
        where_to_find="The cloud provider's price page, or the internal rate for the cluster.",
        example="2.50",
        default="0",
        builds=_TRAINING,
    ),
    Question(
        key="upfront.training_worksheet.million_tokens",
        label="Training tokens, millions",
        kind=Kind.NUMBER,
        unit="million tokens",
        prompt="How many million tokens does the training set have?",
        why="For services that charge by the token. It is counted in millions: 50 stands for"
        " 50,000,000.",
        where_to_find="The tokeniser's count of the training file, or examples times tokens per"
        " example.",
        example="50 or 40..80",
        default="0",
        builds=_TRAINING,
    ),
    Question(
        key="upfront.training_worksheet.price_per_million",
        label="Training token price",
        kind=Kind.MONEY,
        unit="per million tokens",
        prompt="What does training on a million tokens cost?",
        why="It prices the training tokens, once for each pass over them.",
        where_to_find="The fine-tuning section of the provider's price page.",
        example="3.00",
        default="0",
        builds=_TRAINING,
    ),
    Question(
        key="upfront.training_worksheet.epochs",
        label="Epochs per run",
        kind=Kind.NUMBER,
        unit="epochs",
        prompt="How often does one run pass over the training tokens?",
        why="Training paid by the token charges for every pass; GPU-hours already contain it.",
        where_to_find="The training configuration; the service's default where you set none.",
        example="3",
        default="1",
        builds=_TRAINING,
    ),
    Question(
        key="upfront.training_worksheet.runs",
        label="Training runs",
        kind=Kind.COUNT,
        unit="runs",
        prompt="How many training runs will it take until one is good enough?",
        why="The first run is rarely the one that ships; failed runs and trials of settings cost"
        " the same.",
        where_to_find="The experiment tracker of your last fine-tuning project.",
        example="3 or 2..6",
        default="1",
        builds=_TRAINING,
    ),
)

_EVALUATION_QUESTIONS = (
    Question(
        key="upfront.evaluation_build",
        label="Evaluation build",
        kind=Kind.MONEY,
        prompt="What will it cost to build the frozen evaluation set, its slices and the harness?",
        why="It buys the evidence that quality holds. Without measured slices the verdict goes no"
        " higher than defensible.",
        where_to_find="Days in the project plan times the day rate, plus labels by people.",
        example="7.5k or 5k..12k",
        default="from its worksheet, else 0",
    ),
    Question(
        key="upfront.evaluation_worksheet.days",
        label="Evaluation days",
        kind=Kind.NUMBER,
        unit="days",
        prompt="How many days of work does the evaluation take?",
        why="Choosing slices, freezing the set and writing the harness are work of their own,"
        " apart from engineering.",
        where_to_find="The project plan, or the last evaluation that the team built.",
        example="10 or 7..15",
        builds=_EVALUATION,
    ),
    Question(
        key="upfront.evaluation_worksheet.day_rate",
        label="Evaluation day rate",
        kind=Kind.MONEY,
        unit="per day",
        prompt="What does a day of this work cost?",
        why="It turns the days into money. A salary alone is too low: use the full cost of a day.",
        where_to_find="Finance's rate for internal work, or the contractor's offer.",
        example="700",
        builds=_EVALUATION,
    ),
    Question(
        key="upfront.evaluation_worksheet.labels",
        label="Labels by people",
        kind=Kind.COUNT,
        unit="labels",
        prompt="How many examples of the evaluation set do people have to label?",
        why="The teacher cannot mark its own answers. Too few labels per slice prove little, which"
        " is reported.",
        where_to_find="The number of slices times the examples that each needs.",
        example="1,500 or 1,000..2,500",
        default="0",
        builds=_EVALUATION,
    ),
    Question(
        key="upfront.evaluation_worksheet.cost_per_label",
        label="Cost per label",
        kind=Kind.MONEY,
        unit="per label",
        prompt="What does one label by a person cost?",
        why="It prices the labels above; experts' labels cost many times a clerk's.",
        where_to_find="The annotation service's offer, or minutes per label times an hourly rate.",
        example="0.50",
        default="0",
        builds=_EVALUATION,
    ),
)

_ENGINEERING_QUESTIONS = (
    Question(
        key="upfront.engineering_time",
        label="Engineering time",
        kind=Kind.MONEY,
        prompt="What will the engineers' time cost, from the first label to a student in service?",
        why="Count debugging and validation too, which take longer than running the pipeline. It"
        " goes straight into payback.",
        where_to_find="Days in the project plan times finance's day rate; its worksheet does the"
        " sum.",
        example="21k or 15k..35k",
        default="from its worksheet, else 0",
        quick=True,
    ),
    Question(
        key="upfront.engineering_worksheet.people",
        label="Engineers",
        kind=Kind.COUNT,
        unit="people",
        prompt="How many engineers work on it?",
        why="Their days are added up, whoever's budget pays for them.",
        where_to_find="The project plan, including those who serve and monitor the student.",
        example="2",
        default="1",
        builds=_ENGINEERING,
    ),
    Question(
        key="upfront.engineering_worksheet.days_each",
        label="Engineering days each",
        kind=Kind.NUMBER,
        unit="days",
        prompt="How many days does each of them spend, debugging and validation included?",
        why="Plans tend to count the run that works. The ones before it, and the proof that it"
        " works, take most of the days.",
        where_to_find="The calendar of a comparable project; tickets from start to release.",
        example="15 or 10..25",
        builds=_ENGINEERING,
    ),
    Question(
        key="upfront.engineering_worksheet.day_rate",
        label="Engineering day rate",
        kind=Kind.MONEY,
        unit="per day",
        prompt="What does an engineer's day cost?",
        why="It turns the days into money that is compared with the savings. Use the full cost,"
        " not the salary.",
        where_to_find="Finance's rate for internal work.",
        example="700",
        builds=_ENGINEERING,
    ),
)

UPFRONT = Step(
    name="upfront",
    title="Upfront",
    purpose="All that is spent before the first saving arrives, of which training is one line.",
    questions=(
        *TRAINING_DATA,
        *_TRAINING_QUESTIONS,
        *_EVALUATION_QUESTIONS,
        *_ENGINEERING_QUESTIONS,
        Question(
            key="upfront.contingency",
            label="Contingency",
            kind=Kind.PERCENT,
            prompt="Which share of the sum should be added for what nobody thought of?",
            why="Project costs seldom err on the low side. A payback with a reserve in it is"
            " harder to argue away.",
            where_to_find="By how much the team's last projects went over their budgets.",
            example="15% or 5%..30%",
            default="0%, nothing",
        ),
        Question(
            key="upfront.months_to_launch",
            label="Months to launch",
            kind=Kind.MONTHS,
            unit="months",
            prompt="How many months will it take from approval to the student's first call?",
            why="Until then nothing is saved, and the money is back that much later.",
            where_to_find="The team's calendar, with release freezes and reviews.",
            example="3 or 2..5",
            default="0, at once",
        ),
        Question(
            key="upfront.ramp_months",
            label="Ramp after launch",
            kind=Kind.MONTHS,
            unit="months",
            prompt="Over how many months after launch do the calls move to the student?",
            why="Calls that have not moved yet save nothing; a slow ramp delays the cash, not the"
            " headline payback.",
            where_to_find="The rollout plan: shadow run, first per cent, first region.",
            example="2 or 1..3",
            default="0, all calls move at launch",
        ),
        Question(
            key="upfront.other",
            label="Other upfront costs",
            kind=Kind.TABLE,
            prompt="What else has to be paid for before the student serves?",
            why="Every line goes into payback. One that turns up after approval costs more than"
            " money.",
            where_to_find="The project plan: gateway changes, security review, licences, legal"
            " advice.",
            example="gateway change = 4k",
            default="no other costs",
            named_rows=True,
            columns=(
                Question(
                    key="name",
                    label="Item",
                    kind=Kind.TEXT,
                    prompt="What is to be paid for?",
                    why="It names the line in the report, where a reader can question it.",
                    where_to_find="The project plan.",
                    example="gateway change",
                    also=("name", "position", "what", "description"),
                ),
                Question(
                    key="cost",
                    label="Cost",
                    kind=Kind.MONEY,
                    prompt="What does it cost, once?",
                    why="It is added to the upfront total, before the contingency.",
                    where_to_find="An offer, or days of work times the day rate.",
                    example="4k or 3k..6k",
                    also=("amount", "price", "value", "sum"),
                    summed=True,
                ),
            ),
        ),
    ),
)
