"""All proposals together: relations seen from both sides, duplicates, colliding addresses."""

from mkdocs_seps.model.catalog import Catalog
from mkdocs_seps.model.proposal import Sep, Source
from mkdocs_seps.parsing.proposal import parse
from tests.support.projects import SEP


def sep(name: str, *fields: str) -> Sep:
    lines = "".join(f"- **{field.replace('=', '**: ', 1)}\n" for field in fields)
    number = name.split("-", maxsplit=1)[0]
    return parse(
        Source(f"seps/{name}", name, f"# SEP-{number}: T\n\n- **Status**: Final\n{lines}"), SEP
    )


def related(catalog: Catalog, one: Sep) -> dict[str, list[tuple[int, int]]]:
    """Name of the relation: the other's number, and how many files bear it."""
    return {
        name: [(other.number, len(other.seps)) for other in others]
        for name, others in catalog.relations(one).items()
    }


def test_relations_are_seen_from_both_sides() -> None:
    one = sep("1-a.md", "Requires=SEP-2, SEP-99", "Related=SEP-3")
    two = sep("2-b.md", "Supersedes=3")
    three = sep("3-c.md", "Superseded-By=SEP-2, SEP-2")
    catalog = Catalog.of([one, two, three], SEP)
    assert related(catalog, one) == {"Requires": [(2, 1), (99, 0)], "Related": [(3, 1)]}
    assert related(catalog, two) == {"Required by": [(1, 1)], "Supersedes": [(3, 1)]}
    assert related(catalog, three) == {"Related": [(1, 1)], "Superseded by": [(2, 1)]}


def test_a_proposal_without_relations_has_none() -> None:
    lone = sep("1-a.md")
    assert Catalog.of([lone], SEP).relations(lone) == {}


def test_a_file_without_a_number_is_only_on_its_own_side_of_a_relation() -> None:
    draft, one = sep("new-idea.md", "Requires=SEP-1"), sep("1-a.md")
    catalog = Catalog.of([draft, one], SEP)
    assert related(catalog, draft) == {"Requires": [(1, 1)]}
    assert catalog.relations(one) == {}
    assert [catalog.has_own_number(each) for each in (draft, one)] == [False, True]


def test_one_number_in_two_files() -> None:
    first, second = sep("7-a.md"), sep("7-b.md")
    catalog = Catalog.of([second, first], SEP)
    assert catalog.duplicates == {7: (first, second)}
    assert related(Catalog.of([first, second, sep("8-c.md", "Requires=7")], SEP), first) == {
        "Required by": [(8, 1)]
    }


def test_names_that_differ_only_in_case_collide() -> None:
    upper, lower = sep("7-A.md"), sep("7-a.md")
    assert Catalog.of([lower, upper], SEP).collisions == ((upper, lower),)


def test_proposals_without_a_number_come_first() -> None:
    names = ["2-b.md", "0000-z.md", "10-a.md", "idea.md", "XXXX-y.md"]
    ordered = [one.source.name for one in Catalog.of((sep(name) for name in names), SEP).seps]
    assert ordered == ["0000-z.md", "XXXX-y.md", "idea.md", "10-a.md", "2-b.md"]


def test_a_hash_is_related_only_where_there_is_such_a_proposal() -> None:
    one = sep("1-a.md", "Related=#2, #117", "Superseded-By=#99")
    catalog = Catalog.of([one, sep("2-b.md")], SEP)
    assert related(catalog, one) == {"Related": [(2, 1)], "Superseded by": [(99, 0)]}


def test_the_other_side_of_a_relation_has_no_address_of_its_own() -> None:
    one = sep("1-a.md", "Requires=[SEP-2](https://github.com/o/r/pull/2)")
    two = sep("2-b.md")
    catalog = Catalog.of([one, two], SEP)
    assert [other.url for other in catalog.relations(two)["Required by"]] == [""]
