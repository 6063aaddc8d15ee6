"""What was published goes on leading somewhere, whatever is learnt afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import Cli
from fact_rows import Change, add, drop, rewrite, set_cell
from pyoxigraph import NamedNode, Store

from ofsted_graph import resources
from ofsted_graph.build.builder import build
from ofsted_graph.build.editions import Edition, next_edition
from ofsted_graph.model import ID
from ofsted_graph.query.store import read_turtle
from ofsted_graph.vocab import DCTERMS, RDF, thing

UNNAMED = "tenure/northwold.chief-executive.unnamed-2014"


def edition(facts: Path, published: Store, *changes: tuple[str, Change]) -> Edition:
    """Change the facts and build the next edition of what was published."""
    for file, change in changes:
        rewrite(facts, file, change)
    made = next_edition(facts, resources.ontology(), published)
    made.write_tables(facts)
    assert build(facts, resources.ontology()) == made.content
    return made


def leads_to(made: Edition, path: str) -> str:
    """Give what a path was replaced by, which must be a thing of the new graph."""
    graph = read_turtle(made.content)
    (quad,) = graph.quads_for_pattern(_node(path), DCTERMS.isReplacedBy, None, None)
    assert isinstance(quad.object, NamedNode)
    assert next(graph.quads_for_pattern(quad.object, RDF.type, None, None), None)
    return quad.object.value.removeprefix(ID)


def described(made: Edition, path: str) -> bool:
    graph = read_turtle(made.content)
    return next(graph.quads_for_pattern(_node(path), RDF.type, None, None), None) is not None


def _node(path: str) -> NamedNode:
    return thing(*path.split("/"))


def test_same_facts_need_no_rows(facts: Path, graph: Store) -> None:
    made = edition(facts, graph)
    assert (made.rows, made.new, made.lost) == ({"paths": [], "names": []}, 0, ())


def test_tenure_of_somebody_unnamed_leads_to_the_one_who_is_named_now(
    facts: Path, graph: Store
) -> None:
    named = add(
        person="Gus Orr", role="chief-executive", organisation="northwold", start="2013",
        end="2018", source="northwold-echo-2021", locator="paragraph 3",
    )  # fmt: skip
    made = edition(facts, graph, ("tenures.csv", named))
    assert leads_to(made, UNNAMED) == "tenure/northwold.chief-executive.gus-orr"


def test_told_only_inspection_leads_to_its_own_report(facts: Path, graph: Store) -> None:
    told = "old-easterby.safeguarding.2012-05"
    for path in facts.glob("*.csv"):
        path.write_text(path.read_text().replace(told, f"{told}-14"))
    where = {"inspection": f"{told}-14"}
    own = set_cell("source", "northwold-echo-2021", **where)
    made = edition(
        facts, graph, ("inspections.csv", own),
        ("inspections.csv", set_cell("started", "2012-05-14", **where)),
        ("judgements.csv", own),
    )  # fmt: skip
    assert leads_to(made, f"inspection/{told}") == f"inspection/{told}-14"
    judgement = f"judgement/{told}.overall-effectiveness.adequate"
    assert leads_to(made, judgement) == judgement.replace("-05.", "-05-14.")


def test_grade_that_was_mended_leads_to_the_right_one(facts: Path, graph: Store) -> None:
    where = {"inspection": "northwold.ilacs.2019-06-10", "aspect": "overall-effectiveness"}
    made = edition(facts, graph, ("judgements.csv", set_cell("grade", "inadequate", **where)))
    assert leads_to(
        made, "judgement/northwold.ilacs.2019-06-10.overall-effectiveness.requires-improvement"
    ) == "judgement/northwold.ilacs.2019-06-10.overall-effectiveness.inadequate"  # fmt: skip


def test_two_persons_who_are_one_lead_to_that_one(facts: Path, graph: Store) -> None:
    made = edition(
        facts, graph, ("identities.csv", set_cell("decision", "same", decision="unsure"))
    )
    assert leads_to(made, "person/cal-ito-northwold") == "person/cal-ito"
    assert leads_to(made, "person/cal-ito-easterby") == "person/cal-ito"


def test_new_namesake_does_not_rename_a_published_person(facts: Path, graph: Store) -> None:
    namesake = add(
        person="Dee Abara", role="chief-executive", organisation="easterby", seen="2022-01-01",
        source="northwold-echo-2021", locator="paragraph 9",
    )  # fmt: skip
    made = edition(facts, graph, ("tenures.csv", namesake))
    assert described(made, "person/dee-abara")
    assert described(made, "person/dee-abara-easterby")
    assert not described(made, "person/dee-abara-northwold")
    assert described(made, "tenure/northwold.elected-mayor.dee-abara")


def test_path_that_is_a_thing_again_no_longer_leads_away(facts: Path, graph: Store) -> None:
    first = edition(
        facts, graph, ("identities.csv", set_cell("decision", "same", decision="unsure"))
    )
    rewrite(facts, "identities.csv", set_cell("decision", "unsure", a="cal-ito@easterby"))
    second = edition(facts, read_turtle(first.content))
    assert described(second, "person/cal-ito-northwold")
    assert described(second, "person/cal-ito")
    assert leads_to(second, "person/cal-ito-easterby") == "person/cal-ito"


def test_rows_lead_on_over_two_editions(facts: Path, graph: Store) -> None:
    first = edition(
        facts, graph, ("identities.csv", set_cell("decision", "same", decision="unsure"))
    )
    renamed = set_cell("person", "Cal B. Ito", person="Cal Ito")
    same = add(
        a="cal-b-ito@easterby", b="cal-b-ito@northwold", decision="same", evidence="e",
        decided_by="d", decided_on="2024-05-02",
    )  # fmt: skip
    again = add(
        a="cal-b-ito@easterby", b="cal-ito@easterby", decision="same", evidence="e",
        decided_by="d", decided_on="2024-05-02",
    )  # fmt: skip
    still = add(
        person="Cal Ito", role="chief-executive", organisation="easterby", seen="2020-03-17",
        source="report-easterby-2020-03-16", locator="page 3",
    )  # fmt: skip
    second = edition(
        facts, read_turtle(first.content),
        ("tenures.csv", renamed), ("tenures.csv", still),
        ("identities.csv", same), ("identities.csv", again),
    )  # fmt: skip
    assert leads_to(second, "person/cal-ito-northwold") == "person/cal-b-ito"
    assert leads_to(second, "person/cal-ito") == "person/cal-b-ito"


def test_what_nothing_replaces_is_told(cli: Cli, facts: Path, graph_file: Path) -> None:
    rewrite(facts, "tenures.csv", drop(person="Dee Abara"))
    outcome = cli("build", "--facts", facts, "-o", graph_file)
    gone = ("person/dee-abara", "tenure/northwold.elected-mayor.dee-abara")
    told = [f"warning: {path} was published and is gone; nothing replaces it." for path in gone]
    assert outcome.err.splitlines() == told


def test_command_says_how_many_addresses_lead_on_and_check_writes_no_rows(
    cli: Cli, facts: Path, graph_file: Path
) -> None:
    rewrite(facts, "identities.csv", set_cell("decision", "same", decision="unsure"))
    assert cli("build", "--facts", facts, "-o", graph_file, "--check").code == 1
    assert not list(facts.glob("*.published.csv"))
    told = cli("build", "--facts", facts, "-o", graph_file).out
    assert "4 published addresses lead to what replaced it.\n" in told
    assert cli("build", "--facts", facts, "-o", graph_file, "--check").code == 0


@pytest.mark.parametrize(("cell", "value"), [("mention", "Dee Abara"), ("name", "dee.abara")])
def test_rows_of_names_are_checked(cli: Cli, facts: Path, cell: str, value: str) -> None:
    row = {"mention": "dee-abara@northwold", "name": "dee-abara", "reason": "r", cell: value}
    (facts / "names.csv").write_text("mention,name,reason\n" + ",".join(row.values()) + "\n")
    outcome = cli("build", "--facts", facts, "-o", facts / "x.ttl")
    assert outcome.code == 2
    assert f'{cell} "{value}" must look like' in outcome.err
