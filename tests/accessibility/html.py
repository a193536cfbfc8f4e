"""What the HTML standard allows: elements, their attributes, their values, what may stand in what. Only what a page of the site may need:
an element or an attribute that is not here is a fault until somebody looks it up in the standard and writes it down."""

from __future__ import annotations

import re


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


GLOBAL = words("id class style lang dir title hidden tabindex role translate autofocus inert itemscope itemtype itemprop")
# element → its own attributes; what takes none stands at the end
OWN = {
    "a": "href target rel download hreflang type",
    "blockquote": "cite",
    "button": "type name value disabled form formaction formmethod formnovalidate popovertarget",
    "data": "value",
    "details": "open name",
    "dialog": "open closedby",
    "fieldset": "disabled form name",
    "form": "action method enctype novalidate name autocomplete target accept-charset",
    "html": "",
    "iframe": "src srcdoc title sandbox width height loading referrerpolicy",
    "img": "src alt width height loading decoding srcset sizes",
    "input": "type name value checked disabled readonly required min max step minlength maxlength pattern placeholder size list multiple"
    " accept autocomplete form capture",
    "label": "for",
    "li": "value",
    "link": "rel href type media sizes hreflang as crossorigin integrity",
    "meta": "name content charset http-equiv property media",
    "meter": "value min max low high optimum",
    "ol": "start type reversed",
    "optgroup": "label disabled",
    "option": "value selected disabled label",
    "output": "for form name",
    "progress": "value max",
    "q": "cite",
    "script": "src type async defer nomodule nonce integrity crossorigin",
    "select": "name multiple size disabled required form autocomplete",
    "style": "media nonce",
    "td": "colspan rowspan headers",
    "textarea": "name rows cols maxlength minlength placeholder required disabled readonly form autocomplete wrap",
    "th": "colspan rowspan headers scope abbr",
    "time": "datetime",
}
OWN |= dict.fromkeys(
    words(
        "abbr address article aside b bdi bdo body br caption cite code dd del dfn div dl dt em figcaption figure footer h1 h2 h3 h4 "
        "h5 h6 head header hgroup hr i ins kbd legend main mark nav noscript p pre s samp search section small span strong sub summary "
        "sup table tbody template tfoot thead title tr u ul var wbr"
    ),
    "",
)
OWN["col"] = OWN["colgroup"] = "span"
ATTRIBUTES = {name: GLOBAL | words(own) for name, own in OWN.items()}

SVG = {
    "svg": "viewBox width height preserveAspectRatio focusable x y xmlns {http://www.w3.org/2000/xmlns/}xmlns version",
    "g": "",
    "a": "href",
    "path": "d pathLength",
    "rect": "x y width height rx ry",
    "circle": "cx cy r",
    "ellipse": "cx cy rx ry",
    "line": "x1 y1 x2 y2",
    "polyline": "points",
    "polygon": "points",
    "text": "x y dx dy text-anchor dominant-baseline",
    "tspan": "x y dx dy text-anchor",
    "title": "",
    "desc": "",
    "defs": "",
    "use": "href x y width height",
    "symbol": "viewBox preserveAspectRatio",
    "foreignObject": "x y width height",
    "clipPath": "clipPathUnits",
}
DRAWN = words(
    "id class style role lang tabindex transform fill fill-opacity fill-rule stroke stroke-width stroke-linecap stroke-linejoin "
    "stroke-dasharray stroke-opacity clip-path clip-rule opacity vector-effect pointer-events"
)
SVG_ATTRIBUTES = {name: DRAWN | words(own) for name, own in SVG.items()}

PHRASING = words(
    "a abbr b bdi bdo br button cite code data del dfn em i iframe img input ins kbd label map mark meter noscript output progress "
    "q s samp script select small span strong sub sup svg template textarea time u var wbr"
)
# these hold words, and no paragraph, list or table
WORDS_ONLY = words(
    "p h1 h2 h3 h4 h5 h6 span em strong b i u s small mark abbr cite code kbd samp var sub sup q dfn time data button label pre "
    "output bdi bdo progress meter"
)
HEADINGS = words("h1 h2 h3 h4 h5 h6")
WORDS_OR_HEADING = words("legend summary")
INTERACTIVE = words("a button details embed iframe input label select textarea")
# child → the parents it may have; parent → the children it may have
PARENTS = {
    "li": "ul ol menu",
    "dt": "dl div",
    "dd": "dl div",
    "tr": "table thead tbody tfoot",
    "td": "tr",
    "th": "tr",
    "thead": "table",
    "tbody": "table",
    "tfoot": "table",
    "caption": "table",
    "colgroup": "table",
    "col": "colgroup",
    "option": "select datalist optgroup",
    "optgroup": "select",
    "legend": "fieldset optgroup",
    "summary": "details",
    "figcaption": "figure",
    "main": "body div form",
}
CHILDREN = {
    "ul": "li script template",
    "ol": "li script template",
    "dl": "dt dd div script template",
    "table": "caption colgroup thead tbody tfoot tr script template",
    "thead": "tr script template",
    "tbody": "tr script template",
    "tfoot": "tr script template",
    "tr": "td th script template",
    "select": "option optgroup hr script template",
    "optgroup": "option legend script template",
    "head": "title meta link script style base noscript template",
    "html": "head body",
}
FIRST = {"caption": "table", "legend": "fieldset", "summary": "details"}
# an element → what may not be in it, at any depth
WITHOUT = {
    "form": "form",
    "a": "a button input select textarea label details iframe",
    "button": "a button input select textarea label details iframe",
    "label": "label a button",
    "header": "header footer main",
    "footer": "header footer main",
    "address": "h1 h2 h3 h4 h5 h6 header footer address section article aside nav",
    "dt": "h1 h2 h3 h4 h5 h6 header footer section article aside nav",
    "th": "h1 h2 h3 h4 h5 h6 header footer section article aside nav",
    "caption": "table",
    "progress": "progress",
    "meter": "meter",
}
NEEDED = {"img": "alt src", "label": "", "form": "", "iframe": "title", "optgroup": "label", "progress": "", "meter": "value"}
BOOLEAN = words(
    "hidden autofocus inert checked disabled readonly required multiple novalidate formnovalidate open reversed selected async "
    "defer nomodule itemscope"
)
WHOLE = words("maxlength minlength rows cols size colspan rowspan span tabindex start")
INPUTS = (
    "text search email tel url password number date time month week datetime-local"
    " checkbox radio file hidden submit reset button color range"
)
VALUES = {
    ("input", "type"): INPUTS,
    ("button", "type"): "submit button reset",
    ("form", "method"): "get post dialog",
    ("form", "enctype"): "multipart/form-data application/x-www-form-urlencoded text/plain",
    ("th", "scope"): "row col rowgroup colgroup",
    ("a", "target"): "_blank _self _parent _top",
    ("*", "dir"): "ltr rtl auto",
    ("*", "inputmode"): "none text tel url email numeric decimal search",
    ("*", "enterkeyhint"): "enter done go next previous search send",
    ("*", "translate"): "yes no",
    ("*", "hidden"): "hidden until-found",
}
ASKED = words("inputmode enterkeyhint spellcheck autocapitalize")  # attributes for all that only what is typed in needs
# attributes of an input that are only for some types
ONLY_FOR = {
    "checked": "checkbox radio",
    "multiple": "email file",
    "accept": "file",
    "capture": "file",
    "min": "number date time month week datetime-local range",
    "max": "number date time month week datetime-local range",
    "step": "number date time month week datetime-local range",
    "maxlength": "text search url tel email password",
    "minlength": "text search url tel email password",
    "pattern": "text search url tel email password",
    "placeholder": "text search url tel email password number",
    "size": "text search url tel email password",
    "list": "text search url tel email number date time month week datetime-local range color",
    "readonly": "text search url tel email password number date time month week datetime-local",
    "required": "text search url tel email password number date time month week datetime-local checkbox radio file",
}
TO_IDS = words(
    "for headers list form aria-labelledby aria-describedby aria-controls aria-owns aria-details aria-errormessage aria- "
    "activedescendant popovertarget"
)
NAMELESS = words("div span p em strong b i small code sub sup")  # an aria-label asks them for a role
CUSTOM = re.compile(r"^(data-[a-z0-9_.-]+|aria-[a-z]+)$")
