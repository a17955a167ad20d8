"""Step 1: what the calls do, who answers for them, and the frame of the case."""

from __future__ import annotations

from rules.questions.question import Choice, Kind, Question, Step

TASK = Step(
    name="task",
    title="Task",
    purpose="One case is one endpoint: say what its calls do and who stands behind the numbers.",
    questions=(
        Question(
            key="title",
            label="Title",
            kind=Kind.TEXT,
            prompt="What should this case be called?",
            why="It heads every report. Nothing is calculated from it.",
            where_to_find="The name that colleagues use for the feature.",
            example="Support-ticket classifier",
            default="the name of the file",
        ),
        Question(
            key="task.description",
            label="What the calls do",
            kind=Kind.TEXT,
            prompt="What do the calls do, in one sentence?",
            why="Readers judge the case by it. A task that will not fit in a sentence is probably"
            " a broad one.",
            where_to_find="The feature's specification, or the first lines of its prompt.",
            example="Sorts incoming support tickets into one of 14 queues",
        ),
        Question(
            key="task.endpoint",
            label="Endpoint",
            kind=Kind.TEXT,
            prompt="Which endpoint or product feature makes the calls?",
            why="Several endpoints in one case hide which of them pays back and which does not.",
            where_to_find="The route or service name in the gateway's logs.",
            example="POST /v1/tickets/classify",
        ),
        Question(
            key="task.owner",
            label="Owner",
            kind=Kind.TEXT,
            prompt="Who answers for this case?",
            why="Whoever doubts a number in the report needs somebody to ask.",
            where_to_find="The team's on-call list, or the service catalogue.",
            example="Maria Lopez, support platform",
        ),
        Question(
            key="task.breadth",
            label="Breadth of the task",
            kind=Kind.CHOICE,
            prompt="How many kinds of decision do the calls make?",
            why="On a broad task many small losses add up to more than the compute saved. It is"
            " held at reconsider, or at defensible with measured slices and priced errors.",
            where_to_find="The prompt templates behind the endpoint, and the forms of output it"
            " returns.",
            example="narrow",
            choices=(
                Choice("narrow", "one kind of decision, in a fixed form"),
                Choice("moderate", "several kinds of decision, each in a known form"),
                Choice("broad", "many kinds, or output without a fixed form"),
            ),
            quick=True,
        ),
        Question(
            key="task.task_types",
            label="Distinct tasks",
            kind=Kind.INTEGER,
            unit="tasks",
            prompt="How many distinct tasks are there, not counting the labels within one?",
            why="A moderate task with more of them than the settings allow is judged as broad.",
            where_to_find="The prompt templates, or the list of intents in the router.",
            example="3",
        ),
        Question(
            key="task.training_data",
            label="Inputs to train on",
            kind=Kind.CHOICE,
            prompt="Are real inputs of these calls logged, and may they be used for training?",
            why="Without them there is nothing for the teacher to label: unavailable holds the"
            " verdict at reconsider.",
            where_to_find="The retention settings of the logs; privacy or legal for the"
            " permission.",
            example="available",
            default="unknown",
            choices=(
                Choice("available", "inputs are logged, and training on them is allowed"),
                Choice("unavailable", "inputs are not logged, or must not be used"),
                Choice("unknown", "nobody has looked into it yet"),
            ),
        ),
        Question(
            key="currency",
            label="Currency",
            kind=Kind.TEXT,
            prompt="In which currency are all amounts of this case?",
            why="Amounts are never converted. Prices from a list in US dollars need the rate in"
            " the settings.",
            where_to_find="The budget that will pay for the project.",
            example="EUR",
            default="USD",
        ),
        Question(
            key="as_of",
            label="Prices as of",
            kind=Kind.DATE,
            prompt="On which day do the prices and dates in this case hold?",
            why="Retirement of a model is counted from this day. Without it, the rules about dates"
            " do not run.",
            where_to_find="The day you looked at the price lists and invoices; a new case starts"
            " with its first day.",
            example="2026-11-24",
        ),
    ),
)
