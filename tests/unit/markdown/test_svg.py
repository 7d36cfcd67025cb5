"""A drawing is built again from what is known to be harmless."""

import re
from xml.etree.ElementTree import tostring

import pytest

from mkdocs_seps.markdown.diagrams.mermaid import Failure, draw
from mkdocs_seps.markdown.diagrams.svg import parse_svg, publish
from tests.support.projects import ROOT

STYLE = ROOT / "plugins/mkdocs_seps/views/assets/gfm.css"
HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {}>{}</svg>'
)


def _published(content: str, attributes: str = "") -> str:
    svg = parse_svg(HEAD.format(attributes, content))
    assert svg is not None
    drawing = publish(svg, "p")
    text = tostring(drawing, encoding="unicode")
    return text.removeprefix('<svg overflow="visible">').removesuffix("</svg>")


@pytest.mark.parametrize(
    "content",
    [
        "<script>alert(1)</script>",
        "<foreignObject><b>x</b></foreignObject>",
        '<image href="https://e.example/x.png"/>',
        '<animate attributeName="href" values="javascript:alert(1)"/>',
        '<set attributeName="onload" to="alert(1)"/>',
        "<style>rect{fill:red}</style>",
        "<title>x</title>",
        '<filter id="f"><feImage href="https://e.example/x"/></filter>',
        "<metadata>x</metadata>",
        '<b xmlns="http://www.w3.org/1999/xhtml">x</b>',
        '<iframe xmlns="http://www.w3.org/1999/xhtml" src="x"/>',
        '<rect style="display:none" width="1"/>',
        "text outside of text",
    ],
)
def test_what_is_not_known_is_dropped(content: str) -> None:
    assert _published(content) in ("", '<svg overflow="visible" />')


@pytest.mark.parametrize(
    "content",
    [
        '<text x="1" fill="var(--sep-diagram-text)">One <tspan>two</tspan> three</text>',
        (
            '<path marker-start="url(#p-a)" marker-end="url(#p-a)" d="M0" />'
            '<marker id="p-a"><path d="M1" /></marker>'
        ),
        '<g><text fill="var(--sep-diagram-text)">Label</text></g>',
    ],
)
def test_what_is_harmless_is_kept(content: str) -> None:
    assert _published(content.replace("p-a", "a")) == content


@pytest.mark.parametrize(
    "attribute",
    [
        'onload="alert(1)"',
        'onclick="alert(1)"',
        'style="background:url(https://e.example)"',
        'class="sep-badge"',
        'id="__config"',
        'name="body"',
        'data-x="y"',
        'href="https://e.example"',
        'xlink:href="javascript:alert(1)"',
        'fill="url(https://e.example/x)"',
        'stroke="url(#a)"',
        'fill="expression(alert(1))"',
        'width="calc(1px)"',
        'transform="url(x)"',
        'd="M0 0&quot;onload"',
        'filter="url(#f)"',
        'mask="url(https://e.example/x)"',
        'marker-end="url(https://e.example/x)"',
        'tabindex="0"',
        'font-family="x;}"',
    ],
)
def test_attributes_that_are_not_known_are_dropped(attribute: str) -> None:
    assert _published(f"<rect {attribute}/>") == "<rect />"


def test_ids_are_kept_where_the_drawing_refers_to_them() -> None:
    content = (
        '<defs><marker id="a b"><path d="M0 0"/></marker><marker id="unused"/></defs>'
        '<g id="x"><path marker-end="url(#a b)" id="y"/></g><use href="#y"/>'
    )
    assert _published(content) == (
        '<defs><marker id="p-a-b"><path d="M0 0" /></marker></defs>'
        '<g><path marker-end="url(#p-a-b)" id="p-y" /></g><use xlink:href="#p-y" />'
    )


def test_style_sheets_become_attributes_by_the_rules_of_the_cascade() -> None:
    content = (
        "<style>#m .a{fill:#ff0000;stroke-width:2px} .a{fill:#00ff00 !important;cursor:help}"
        " .a:hover{fill:red} @import 'https://e.example/x.css'; @media print{.a{opacity:0}}"
        " p::before{fill:red} ]{}</style>"
        '<g id="m"><rect class="a" fill="#0000ff" style="stroke-width:3px"/></g>'
    )
    assert _published(content) == (
        '<g><rect fill="#00ff00" fill-opacity="var(--sep-diagram-tint)" stroke-width="3px" /></g>'
    )


@pytest.mark.parametrize(
    ("attribute", "expected"),
    [
        ('<rect fill="#0a0a01"/>', '<rect fill="var(--sep-diagram-text)" />'),
        ('<rect stroke="#0a0a02"/>', '<rect stroke="var(--sep-diagram-line)" />'),
        ('<rect stroke="#333"/>', '<rect stroke="var(--sep-diagram-line)" />'),
        ('<rect stroke="hsl(0,100%,50%)"/>', '<rect stroke="#ff0000" />'),
        ('<rect fill="white"/>', '<rect fill="var(--sep-diagram-surface)" />'),
        ('<text fill="#f9f">x</text>', '<text fill="var(--sep-diagram-text)">x</text>'),
        ('<rect fill="none" opacity="1"/>', '<rect fill="none" />'),
    ],
)
def test_colors_follow_the_scheme(attribute: str, expected: str) -> None:
    assert _published(attribute) == expected


@pytest.mark.parametrize(
    "svg",
    [
        "",
        "<svg",
        "<html/>",
        '<!DOCTYPE svg [<!ENTITY x "y">]><svg xmlns="http://www.w3.org/2000/svg">&x;</svg>',
        '<svg xmlns="http://www.w3.org/1999/xhtml"/>',
    ],
)
def test_what_is_no_drawing_is_refused(svg: str) -> None:
    assert parse_svg(svg) is None


def test_a_drawing_scales_and_has_a_name() -> None:
    drawing = draw("%% remark\nsequenceDiagram\n A->>B: x", "p")
    assert not isinstance(drawing, Failure)
    width, height = (drawing.get("viewBox") or "").split()[2:]
    assert {k: drawing.get(k) for k in ("role", "aria-label", "width", "height")} == {
        "role": "img",
        "aria-label": "Sequence diagram",
        "width": width,
        "height": height,
    }


def test_a_label_does_not_fade_with_its_shape() -> None:
    content = '<g fill="#d4edda" opacity="0.5"><rect width="1"/><text>x</text></g>'
    assert _published(content) == (
        '<g fill="#d4edda" fill-opacity="var(--sep-diagram-tint)"><rect width="1" />'
        '<text fill="var(--sep-diagram-text)">x</text></g>'
    )
    assert 'opacity="0.5"' in _published('<g opacity="0.5"><rect width="1"/></g>')


def test_what_an_author_linked_stays_in_its_place() -> None:
    link = '<a xlink:href="https://e.example" transform="translate(1, 2)"><rect width="1"/></a>'
    place = '<g transform="translate(1, 2)">'
    rect = '<rect width="1" />'
    assert _published(link) == f'{place}<A xlink:href="https://e.example">{rect}</A></g>'
    for target in ("javascript:alert(1)", "#x", "//e.example", "https://e.example/ x", ""):
        unsafe = link.replace("https://e.example", target)
        assert _published(unsafe) == f"{place}{rect}</g>"


def test_the_current_color_is_that_of_the_text() -> None:
    assert _published('<path d="M1 1" stroke="currentColor" fill="currentColor"/>') == (
        '<path d="M1 1" stroke="var(--sep-diagram-line)" fill="var(--sep-diagram-text)" />'
    )


def test_a_gradient_is_its_first_color() -> None:
    content = (
        '<linearGradient id="g"><stop stop-color="#4e79a7"/><stop stop-color="#fff"/>'
        '</linearGradient><path d="M1 1" stroke="url(#g)"/><path d="M2 2" stroke="url(#x)"/>'
    )
    assert _published(content) == '<path d="M1 1" stroke="#4e79a7" /><path d="M2 2" />'


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("sankey-beta\n\nA,B,1", "Sankey diagram"),
        ("flowchart LR\n accTitle: Sign in\n A --> B", "Flowchart: Sign in"),
        (
            "sequenceDiagram\n accTitle: A\n accDescr {\n  How a client\n  signs in\n }\n A->>B: x",
            "Sequence diagram: A. How a client signs in",
        ),
        ("flowchart LR\n accDescr: Two boxes\n A --> B", "Flowchart. Two boxes"),
    ],
)
def test_a_drawing_is_called_what_its_author_calls_it(source: str, name: str) -> None:
    drawing = draw(source, "p")
    assert not isinstance(drawing, Failure)
    assert drawing.get("aria-label") == name


def test_a_failure_says_why() -> None:
    assert draw("sequenceDiagram\n A->>B: x; y", "p") == Failure(
        "Diagram parse error (sequence): unexpected end of input",
        line=2,
    )


def test_what_lies_on_life_lines_hides_them() -> None:
    drawing = draw("sequenceDiagram\nA->>+B: x\nNote over A,B: y\nalt z\nB-->>-A: w\nend\n", "p")
    assert not isinstance(drawing, Failure)
    fills = {shape.get("fill") for tag in ("rect", "polygon") for shape in drawing.iter(tag)}
    assert fills == {"var(--sep-diagram-node)", "var(--sep-diagram-note)"}
    values = re.findall(r"--sep-diagram-(?:node|note): (.*);", STYLE.read_text("utf-8"))
    assert len(values) == 3
    assert [value for value in values if "transparent" in value or "--light" in value] == []
