"""Step 7: what a wrong answer costs, and the evidence of how many more there would be."""

from rules.questions.question import Choice, Kind, Question, Step

_SLICE_COLUMNS = (
    Question(
        key="name",
        label="Slice",
        kind=Kind.TEXT,
        prompt="Which part of the traffic is this slice?",
        why="Rules and reports call the slice by this name.",
        where_to_find="The evaluation harness, or the field that inputs are grouped by.",
        example="refund requests",
        also=("segment", "category", "group", "subset", "task", "class", "topic", "bucket"),
    ),
    Question(
        key="share",
        label="Share of traffic",
        kind=Kind.PERCENT,
        prompt="Which share of the traffic does the slice have?",
        why="A loss on a larger slice counts for more. Shares need not sum to 100%, but give them"
        " for all slices or for none.",
        where_to_find="A count of the logged inputs by slice.",
        example="30%",
        also=("weight", "traffic", "proportion", "frequency", "share"),
        summed=True,
        default="equal shares",
        range_wanted=False,
    ),
    Question(
        key="examples",
        label="Examples",
        kind=Kind.INTEGER,
        unit="examples",
        prompt="How many evaluation examples does the slice have?",
        why="With too few, a loss the size of the tolerance cannot be told from chance; on a"
        " critical slice that holds the verdict at defensible.",
        where_to_find="The evaluation harness's count for the slice.",
        example="825",
        also=("n", "count", "samples", "support", "size", "rows", "cases", "total"),
        summed=True,
    ),
    Question(
        key="teacher_score",
        label="Teacher score",
        kind=Kind.PERCENT,
        prompt="Which share of the slice's examples does the teacher get right?",
        why="The student is measured against it. A slice without both scores is no evidence.",
        where_to_find="The evaluation harness's report, on the frozen set.",
        example="94%",
        also=("teacher", "baseline", "large", "reference", "incumbent", "current"),
        range_wanted=False,
    ),
    Question(
        key="student_score",
        label="Student score",
        kind=Kind.PERCENT,
        prompt="Which share of the slice's examples does the student get right?",
        why="A loss beyond the tolerance holds the verdict at defensible, or ends the case on a"
        " critical slice. Gains elsewhere do not offset it.",
        where_to_find="The same harness on the same examples.",
        example="93%",
        also=(
            "student",
            "small",
            "candidate",
            "distilled",
            "finetuned",
            "fine tuned",
            "ours",
            "new",
        ),
        range_wanted=False,
    ),
    Question(
        key="critical",
        label="Critical",
        kind=Kind.YES_NO,
        prompt="Is this a slice where the business cannot afford to get worse?",
        why="If the student is too much worse on a critical slice, distilling is advised against.",
        where_to_find="The product owner; contracts, safety and legal duties.",
        example="yes",
        also=("must not fail", "blocking", "gate"),
        default="no",
    ),
    Question(
        key="minimum_score",
        label="Minimum score",
        kind=Kind.PERCENT,
        prompt="Which score must the student reach on this slice?",
        why="Where given, it replaces the comparison with the teacher's score.",
        where_to_find="A service agreement, or what the product owner agreed to.",
        example="92%",
        also=("minimum", "min", "floor", "threshold", "target", "required"),
        default="the teacher's score less the tolerance in the settings",
        range_wanted=False,
    ),
)

QUALITY = Step(
    name="quality",
    title="Quality",
    purpose="Cheaper must not mean worse where it matters: bring the evidence, slice by slice.",
    questions=(
        Question(
            key="quality.cost_per_error",
            label="Cost per error",
            kind=Kind.MONEY,
            unit="per error",
            prompt="What does one additional wrong answer cost?",
            why="Priced errors are set against the savings. At 0, a quality loss above the"
            " tolerance holds the verdict at reconsider.",
            where_to_find="Minutes to correct one times an hourly rate; refunds and lost customers"
            " from support and finance.",
            example="0.02 or 0.01..0.05",
            default="0, errors cost nothing",
        ),
        Question(
            key="quality.error_rate_increase",
            label="Additional errors",
            kind=Kind.PERCENT,
            prompt="Which share of the moved calls would end in an additional wrong answer?",
            why="Times the cost per error, it comes off the yearly benefit. Count final answers,"
            " after fallback. Typed here, it wins over the slices.",
            where_to_find="Both models run on the same logged inputs, compared by the evaluation"
            " harness.",
            example="1.7% or 1%..3%",
            default="from the slices, else 0%",
        ),
        Question(
            key="quality.basis",
            label="Basis of the scores",
            kind=Kind.CHOICE,
            prompt="Where do the slices' scores come from?",
            why="Only measured scores count as evidence; on any other basis the verdict goes no"
            " higher than defensible.",
            where_to_find="Whoever ran the evaluation.",
            example="measured",
            default="estimated",
            choices=(
                Choice("measured", "both models were run on the evaluation set"),
                Choice("quoted", "somebody else's published or promised figures"),
                Choice("estimated", "reasoned from a trial or a similar task"),
                Choice("assumed", "a guess"),
            ),
        ),
        Question(
            key="quality.source",
            label="Source of the scores",
            kind=Kind.TEXT,
            prompt="Which evaluation run or document gives the scores?",
            why="A reader who doubts the student can check the evidence at its source.",
            where_to_find="The run's id in the experiment tracker, or a link to its report.",
            example="eval run 118, support-tickets-v3",
        ),
        Question(
            key="quality.evaluated_on",
            label="Evaluated on",
            kind=Kind.DATE,
            prompt="On which day was the evaluation run?",
            why="Inputs drift and models are updated: readers give old scores less weight.",
            where_to_find="The date of the run in the evaluation harness.",
            example="2026-11-10",
        ),
        Question(
            key="quality.frozen",
            label="Evaluation set frozen",
            kind=Kind.YES_NO,
            prompt="Is the evaluation set frozen, and kept out of training?",
            why="A set that still changes can be tuned until it flatters the student. Reports say"
            " whether it was frozen.",
            where_to_find="The set's version history: no change since before the first training"
            " run.",
            example="yes",
            default="no",
        ),
        Question(
            key="quality.score_kind",
            label="What a score says",
            kind=Kind.CHOICE,
            prompt="Do the scores say how often an answer is right, or how often both agree?",
            why="Agreement is no correctness: where the two differ, the teacher may be the one that"
            " is wrong, and both may err alike.",
            where_to_find="The evaluation harness: what each answer was compared with.",
            example="correctness",
            default="correctness",
            choices=(
                Choice("correctness", "answers were compared with labels known to be right"),
                Choice("agreement", "the student's answers were compared with the teacher's"),
            ),
        ),
        Question(
            key="quality.slices",
            label="Slices",
            kind=Kind.TABLE,
            prompt="How do both models score on each part of the traffic that matters?",
            why="Measured slices show where quality holds. Without them the verdict goes no higher"
            " than defensible, and a loss can hide in an average.",
            where_to_find="The report of the evaluation harness, grouped by language, customer or"
            " kind of input.",
            example="refund requests: teacher 94%, student 93%, 825 examples, critical",
            default="no slices, hence no evidence",
            columns=_SLICE_COLUMNS,
        ),
    ),
)
