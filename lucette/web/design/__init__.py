"""DSFR layouts and components, template tags, static files.

A view fills plain values (`elements.py`) and renders a layout with `title` (its h1 and the page's title) and, where wanted, `heading`,
`lead`, `breadcrumb` [(label, address)], `navigation` [(label, address)]:

- `design/dashboard.html`: `board` (Board);
- `design/object.html`: `file` (File); blocks `primary` (the action), `sections`;
- `design/list.html`: `list` (Listing); block `before_list`;
- `design/form.html`: `form` (design.forms.Form),
  `submit`, `what_happens`, `cancel_url`, `danger`, and for steps `step`, `steps`, `step_label`, `next_label`;
- `design/act.html`: an act, filled by `gate.acts.ActPage`: `facts`, `effects`, the form kept as it is typed;
- `design/base.html`: block `content` for anything else; `page` replaces the heading too, `main` the container.

Pieces to put in a block: `{% chart value %}` (`charts.py`: Bars, Columns, Lines, drawn by the server with their table), `{% gauge … %}`,
`{% progress value %}`, `{% effects list %}`, `{% search_box value %}` (`parts.py`), `{% pager … %}`, `{% picture "system/success" %}`,
`{% empty_state … %}`. The gallery `/design/` shows each in all its states (`samples.py`).

`{% load lucette %}` gives every component as a tag and French text as filters. States get their colour in `states.py`, nowhere else.
No inline style, no inline script: a script carries `nonce="{{ CSP_NONCE }}"`.
"""
