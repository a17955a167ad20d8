"""The first lines of step 5: the data that the student learns from, and who writes its labels."""

from rules.questions.question import Choice, Kind, Question

_DATA = "upfront.data_generation"

TRAINING_DATA = (
    Question(
        key="upfront.labelled_by",
        label="Labels written by",
        kind=Kind.CHOICE,
        prompt="Who writes the labels that the student learns from?",
        why="It decides whose terms count, and whether each label costs a call: people are paid by"
        " review, labels that exist cost nothing.",
        where_to_find="The labelling plan; the table in which labels of earlier years lie.",
        example="teacher",
        default="teacher",
        choices=(
            Choice("teacher", "the model that serves the calls today"),
            Choice("other-model", "another model, under terms of its own"),
            Choice("people", "annotators or experts, paid by review"),
            Choice("existing-labels", "they exist, from people's work or from outcomes"),
        ),
    ),
    Question(
        key="upfront.data_generation",
        label="Data generation",
        kind=Kind.MONEY,
        prompt="What will it cost to have the training inputs labelled?",
        why="No line is forgotten more often, and on a large corpus it can exceed the training."
        " A 0 that is not measured or quoted holds the verdict at defensible.",
        where_to_find="The teacher's cost per call times the inputs to label; its worksheet does"
        " the sum.",
        example="900 or 700..1,500",
        default="from its worksheet, else 0 where another upfront cost is given",
        quick=True,
    ),
    Question(
        key="upfront.data_generation_worksheet.examples",
        label="Training examples",
        kind=Kind.COUNT,
        unit="examples",
        prompt="How many labelled examples should the student learn from?",
        why="The teacher has to answer each of them, so this number drives the cost of the labels.",
        where_to_find="A trial with a tenth of the data and its learning curve; else the size of"
        " the corpus.",
        example="40,000 or 30k..60k",
        builds=_DATA,
    ),
    Question(
        key="upfront.data_generation_worksheet.attempts_per_example",
        label="Teacher calls per example",
        kind=Kind.COUNT,
        unit="calls",
        prompt="How many calls to the teacher does one example take?",
        why="Retries, several samples and prompts in steps each multiply the cost of the labels.",
        where_to_find="The labelling script: samples per input, retries, steps.",
        example="2 or 1..3",
        default="1",
        builds=_DATA,
    ),
    Question(
        key="upfront.data_generation_worksheet.acceptance_rate",
        label="Examples that pass filters",
        kind=Kind.PERCENT,
        prompt="Which share of the labelled examples is good enough to train on?",
        why="Labels thrown away were paid for: at 50%, a usable example costs twice as much.",
        where_to_find="A trial batch of a few hundred, run through the filters.",
        example="80% or 70%..90%",
        default="100%, all of them",
        builds=_DATA,
    ),
    Question(
        key="upfront.data_generation_worksheet.teacher_cost_per_1k_calls",
        label="Labelling, per 1,000 calls",
        kind=Kind.MONEY,
        unit="per 1,000 calls",
        prompt="What do 1,000 labelling calls to the model that labels cost?",
        why="They can differ from production calls: a longer prompt that asks for reasons, or a"
        " batch price.",
        where_to_find="The bill for a trial batch, or the prices with the labelling prompt's"
        " tokens.",
        example="1.62",
        default="the teacher's, or 0 where people wrote the labels",
        builds=_DATA,
    ),
    Question(
        key="upfront.data_generation_worksheet.review_share",
        label="Examples reviewed",
        kind=Kind.PERCENT,
        prompt="Which share of the examples does a person check?",
        why="A person costs far more per label than the teacher, so a small share can outweigh"
        " all the calls.",
        where_to_find="The labelling plan, or what privacy and domain experts require.",
        example="5%",
        default="0%, none",
        builds=_DATA,
    ),
    Question(
        key="upfront.data_generation_worksheet.cost_per_review",
        label="Cost per review",
        kind=Kind.MONEY,
        unit="per example",
        prompt="What does it cost to have one example checked?",
        why="With the share reviewed, it is the part of the data that people are paid for.",
        where_to_find="An agency's offer, or seconds per example in a trial times an hourly rate.",
        example="0.40 or 0.30..0.60",
        default="0",
        builds=_DATA,
    ),
)
