"""A report as one HTML file: no script, nothing from outside, for screens and for paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.reports import svg
from wizard.reports.content import Chart, Content, CurveChart, FrontierChart, Table, TornadoChart

if TYPE_CHECKING:
    from markupsafe import Markup

_TEMPLATE = "report.html.jinja"


def render(content: Content) -> str:
    """The whole page."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("wizard.reports"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.tests |= {
        "chart": lambda block: isinstance(block, Chart),
        "a": lambda block, name: type(block).__name__ == name,
    }
    environment.filters |= {"svg": _svg, "data": _data}
    template = environment.get_template(_TEMPLATE)
    return template.render(content=content)


def _svg(chart: Chart) -> Markup:
    from markupsafe import Markup

    # Every text in it is escaped where it is drawn.
    return Markup(svg.draw(chart))


def _data(chart: Chart) -> Table | None:
    """The table behind a chart, where there is one."""
    return chart.data if isinstance(chart, CurveChart | TornadoChart | FrontierChart) else None
