() => {
  // what only styles bring: words, an order, contents under the pointer; and what no page of ours has
  const found = [];
  const all = (s, root = document) => [...root.querySelectorAll(s)];
  const shown = it => it.getClientRects().length && getComputedStyle(it).visibility !== 'hidden';
  const say = (n, what, it) => found.push([n, it ? what + ' ' + it.outerHTML.slice(0, 120) : what]);
  const map = it => it.closest('.leaflet-container');
  all('body *').filter(shown).forEach(it => {
    for (const part of ['::before', '::after']) {
      const words = getComputedStyle(it, part).content.match(/^"([^"]*)"/)?.[1].replace(/\\a /g, '') || '';
      if (/[\p{L}\p{N}]/u.test(words) && words !== it.dataset.label) say('10.2', 'mot ajouté par le style : ' + words, it);
    }
    const look = getComputedStyle(it);
    if (it.namespaceURI.endsWith('xhtml') && it.textContent.trim() && !it.matches('.fr-stepper__title') && (look.order !== '0' || /reverse/.test(look.flexDirection + look.flexWrap))) say('10.3', 'ordre changé par le style', it);
  });
  all('img').filter(it => it.alt && !map(it)).forEach(it => say('1.8', 'image qui dit quelque chose', it));
  all('.lu-chart, .lu-stack').filter(it => !it.querySelector('table, .lu-legend')).forEach(it => say('1.6', 'graphique sans ses chiffres', it));
  all('[colspan], [rowspan]').forEach(it => say('5.1', 'tableau complexe', it));
  all('table').filter(it => it.tHead?.rows.length > 1).forEach(it => say('5.1', 'tableau complexe', it));
  all('table[role=presentation], table[role=none]').forEach(it => say('5.3', 'tableau de mise en forme', it));
  all('body [lang]').filter(it => it.lang !== 'fr').forEach(it => say('8.7', 'autre langue', it));
  all('[dir]').forEach(it => say('8.10', 'sens de lecture', it));
  if (/[\u0590-\u08ff]/.test(document.body.innerText)) say('8.10', 'écriture de droite à gauche');
  if (all('*').some(it => getComputedStyle(it).animationIterationCount === 'infinite' && getComputedStyle(it).animationName !== 'none')) say('13.7', 'animation sans fin');
  const zones = all('header, nav, main, footer').filter(it => it.parentElement.closest('main, footer') === null).map(it => it.localName);
  const ranks = ['header', 'main', 'footer'].map(it => zones.indexOf(it));
  if (ranks.some((rank, n) => rank < (ranks[n - 1] ?? 0)) || zones.slice(zones.indexOf('main')).includes('header')) say('12.2', 'zones dans un autre ordre : ' + zones.join(' '));
  const inside = document.querySelector('header form[method=post] [name=q]'), signed = document.querySelector('header form[action*="deconnexion"], header [href*="deconnexion"]');
  if (signed && !inside) say('12.5', 'recherche absente de l’en-tête');
  // under the pointer or the focus, styles change colours, and show nothing that was hidden
  const shows = ['display', 'visibility', 'opacity', 'clip', 'clip-path', 'height', 'max-height', 'content'];
  const read = rules => { for (const rule of rules) {
    if (rule.media && !matchMedia(rule.media.mediaText).matches) continue;
    if (rule.cssRules?.length) read(rule.cssRules);
    if (!/:(hover|focus)/.test(rule.selectorText || '')) continue;
    const brings = shows.filter(name => rule.style.getPropertyValue(name) && !(name === 'opacity' && +rule.style.opacity > 0));
    if (!brings.length) continue;
    for (const one of rule.selectorText.split(/,(?![^(]*\))/).filter(it => /:(hover|focus)/.test(it))) {
      let met = []; try { met = all(one.replace(/:(hover|focus-visible|focus-within|focus)/g, '').replace(/::?(before|after)/g, '').trim() || '*'); } catch { continue; }
      met.filter(it => !map(it) && !it.closest('.fr-skiplinks') && !/::?(before|after)/.test(one)).slice(0, 1).forEach(it => say('10.13', 'montré au survol ou au focus par ' + one, it));
    } } };
  for (const sheet of document.styleSheets) read(sheet.cssRules);
  return found;
}
