"""Reports on councils' children's services: from the text of one to rows of facts.

`ReportReader` reads the reports of four kinds of inspection: of children's services (ILACS, since
2018, and the single inspection framework before), of services for looked after children (2013), and
of Local Safeguarding Children Boards. Each field has a module of its own with its rule.
"""

from ofsted_graph.importing.reports.reader import ORIGIN, ReportReader

__all__ = ["ORIGIN", "ReportReader"]
