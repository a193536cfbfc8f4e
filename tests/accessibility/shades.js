() => {
  // 3.3 and 10.5: colours as they are computed, in the theme that is on
  const found = [];
  const all = (s, root = document) => [...root.querySelectorAll(s)];
  const shown = it => it.getClientRects().length && getComputedStyle(it).visibility !== 'hidden';
  const say = (n, what, it) => found.push([n, what + ' ' + it.outerHTML.slice(0, 120)]);
  const COLOUR = /rgba?\(([\d.]+),\s*([\d.]+),\s*([\d.]+)(?:,\s*([\d.]+))?\)/g;
  const colours = text => [...text.matchAll(COLOUR)].map(m => [+m[1], +m[2], +m[3], m[4] === undefined ? 1 : +m[4]]).filter(c => c[3] > 0);
  const over = (c, under) => c.slice(0, 3).map((v, n) => v * c[3] + under[n] * (1 - c[3]));
  const light = c => { const [r, g, b] = c.map(v => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4); return .2126 * r + .7152 * g + .0722 * b; };
  const ratio = (a, b) => { const [x, y] = [light(a), light(b)].sort((m, n) => n - m); return (x + .05) / (y + .05); };
  const opaque = it => { const [c] = colours(getComputedStyle(it).backgroundColor); return c && c[3] === 1 && it.namespaceURI.endsWith('xhtml') ? c : null; };
  const ground = it => { for (; it; it = it.parentElement) { const c = opaque(it); if (c) return c.slice(0, 3); } return null; };
  const around = it => ground(it.parentElement) || [255, 255, 255];
  // what draws a box: its own ground, lines, shadows and drawn images, and those of its mark
  const drawn = (it, part) => { const s = getComputedStyle(it, part); if (part && s.content === 'none') return []; const told = [s.backgroundColor, s.backgroundImage, s.boxShadow];
    for (const side of ['Top', 'Right', 'Bottom', 'Left']) if (parseFloat(s[`border${side}Width`]) && s[`border${side}Style`] !== 'none') told.push(s[`border${side}Color`]);
    if (parseFloat(s.outlineWidth) && s.outlineStyle !== 'none') told.push(s.outlineColor);
    return colours(told.join(' ')); };
  const best = (list, under) => Math.max(1, ...list.map(c => ratio(over(c, under), under)));
  const ENOUGH = 3;

  all('input:not([type=hidden]), select, textarea').filter(shown).filter(it => !it.disabled).forEach(it => {
    if (['checkbox', 'radio'].includes(it.type)) {
      const mark = it.labels[0]; if (!mark) return;
      const parts = () => [...drawn(mark, '::before'), ...drawn(mark, null), ...drawn(it, null)];
      const chip = opaque(mark);  // words in a pill: the words say what it is, as on a button
      const was = it.checked;
      it.checked = false; const off = parts(); const words = colours(getComputedStyle(mark).color); const offPill = getComputedStyle(mark).backgroundColor;
      if (best([...off, ...words], around(mark)) < ENOUGH || (!chip && best(off, around(mark)) < ENOUGH)) say('3.3', 'case peu visible', it);
      it.checked = true; const on = parts(); const onPill = getComputedStyle(mark).backgroundColor;
      if (best(on, around(mark)) < ENOUGH) say('3.3', 'case cochée peu visible', it);
      if (off.join() === on.join() && offPill === onPill) say('3.3', 'case cochée comme vide', it);
      it.checked = was;
      return;
    }
    if (best(drawn(it, null), around(it)) < ENOUGH) say('3.3', 'champ sans contour visible', it);
  });
  // a button without words is told by its drawing
  all('button, a.fr-btn').filter(shown).filter(it => !it.disabled).forEach(it => {
    const style = getComputedStyle(it), under = ground(it) || [255, 255, 255];
    const icons = ['::before', '::after'].map(p => getComputedStyle(it, p)).filter(s => s.content !== 'none' && s.maskImage && s.maskImage !== 'none');
    const signs = [...colours(style.color), ...icons.flatMap(s => colours(s.backgroundColor))];
    if (best(signs, under) < ENOUGH) say('3.3', 'bouton peu visible', it);
  });
  // charts: each part is told from the ground and, by its colour or a line, from its neighbours
  all('svg[role=img], .lu-stack__bar, .lu-gauge__bar, .lu-bars__svg, .lu-chart__svg, .lu-swatch').filter(it => it.getClientRects().length).forEach(svg => {
    const under = ground(svg.parentElement) || [255, 255, 255];
    const [first] = all('.lu-gauge__rest', svg);
    const rest = first ? over(colours(getComputedStyle(first).fill)[0], under) : under;
    all('rect, path, line, polyline, polygon, circle, ellipse', svg).filter(it => it !== first && !it.closest('clipPath, defs')).forEach(it => {
      const s = getComputedStyle(it);
      const fill = s.fill === 'none' ? [] : colours(s.fill), stroke = s.stroke === 'none' || !parseFloat(s.strokeWidth) ? [] : colours(s.stroke);
      if (!fill.length && !stroke.length) return;
      if (Math.min(best([...fill, ...stroke], under), best([...fill, ...stroke], rest)) < ENOUGH) say('3.3', 'part de graphique peu visible', it);
    });
    const parts = all(':scope > rect, :scope > a > rect, :scope > g > rect', svg).filter(it => !it.matches('.lu-gauge__rest'));
    parts.slice(1).forEach((it, n) => {
      const [a, b] = [parts[n], it].map(one => getComputedStyle(one));
      const apart = ratio(over(colours(a.fill)[0] || [0, 0, 0, 0], under), over(colours(b.fill)[0] || [0, 0, 0, 0], under)) >= ENOUGH;
      const line = [a, b].some(s => parseFloat(s.strokeWidth) >= 1 && colours(s.stroke).length);
      const gap = parts[n].getBoundingClientRect().right < it.getBoundingClientRect().left || parts[n].getBoundingClientRect().bottom < it.getBoundingClientRect().top;
      if (!apart && !line && !gap) say('3.3', 'parts voisines qui se confondent', it);
    });
  });
  // the ring of the focus, against what is around it
  const was = document.activeElement;
  all('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]').filter(shown).filter(it => !it.disabled).forEach(it => {
    it.focus({preventScroll: true, focusVisible: true});
    if (document.activeElement !== it) return;
    const near = [it, it.labels?.[0], it.closest('.fr-enlarge-link'), ...it.children].filter(Boolean);
    const rings = near.flatMap(one => [null, '::before', '::after'].map(part => [one, getComputedStyle(one, part)]))
      .filter(([, s]) => s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2);
    if (rings.length && !rings.some(([one, s]) => best(s.outlineStyle === 'auto' ? [[0, 0, 0, 1]] : colours(s.outlineColor), parseFloat(s.outlineOffset) < 0 ? ground(one) || around(one) : around(one)) >= ENOUGH))
      say('3.3', 'prise de focus peu visible', it);
    if (!rings.length) say('3.3', 'prise de focus sans contour', it);
  });
  was?.focus?.({preventScroll: true}); document.activeElement?.blur?.();

  // 10.5: whoever changes the colour of his texts finds a ground that goes with it, and the other way round
  const declared = {color: false, ground: false};
  const look = rules => { for (const rule of rules) {
    if (rule.cssRules?.length) look(rule.cssRules);
    if (!rule.selectorText || !rule.selectorText.split(',').some(s => /^\s*(html|body|:root)(\[[^\]]*\])*\s*$/.test(s))) continue;
    declared.color ||= !!rule.style.color; declared.ground ||= !!rule.style.backgroundColor; } };
  for (const sheet of document.styleSheets) look(sheet.cssRules);
  if (!declared.color || !declared.ground || !(opaque(document.body) || opaque(document.documentElement))) found.push(['10.5', 'la page ne dit pas ses deux couleurs ' + JSON.stringify(declared)]);
  all('body *').filter(shown).filter(it => it.namespaceURI.endsWith('xhtml') && [...it.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())).forEach(it => {
    if (!ground(it)) say('10.5', 'texte sans couleur de fond', it);
    if (!colours(getComputedStyle(it).color).length) say('10.5', 'texte sans couleur', it);
  });
  all('body *').filter(it => getComputedStyle(it).backgroundImage.includes('url(') && !ground(it)).forEach(it => say('10.5', 'image de fond sans couleur de fond', it));
  return found;
}
