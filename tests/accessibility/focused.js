() => {
  const it = document.activeElement;
  if (!it || it === document.body) return null;
  const of = el => { const s = getComputedStyle(el); return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0 || s.boxShadow !== 'none'; };
  const box = it.getBoundingClientRect();
  const mark = it.labels?.[0];
  const near = it.closest('.fr-enlarge-link');
  const visible = of(it) || [...it.querySelectorAll('*')].some(el => getComputedStyle(el).outlineStyle !== 'none') || (mark && (of(mark) || getComputedStyle(mark, '::before').outlineStyle !== 'none'))
    || getComputedStyle(it, '::before').outlineStyle !== 'none' || getComputedStyle(it, '::after').outlineStyle !== 'none' || (near && of(near));
  const all = [...document.querySelectorAll('*')];
  return {at: all.indexOf(it), visible, away: box.width === 0 && box.height === 0, what: it.outerHTML.slice(0, 120)};
}
