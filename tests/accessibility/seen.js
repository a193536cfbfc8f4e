() => {
  const found = [];
  const all = (s, root = document) => [...root.querySelectorAll(s)];
  const shown = it => it.getClientRects().length && getComputedStyle(it).visibility !== 'hidden';
  const html = it => it.outerHTML.slice(0, 120);
  const say = (n, what, it) => found.push([n, it ? what + ' ' + html(it) : what]);
  const name = it => (it.getAttribute('aria-label') || it.textContent || '').replace(/\s+/g, ' ').trim();
  all('img:not([alt])').forEach(it => say('1.1', 'image sans alternative', it));
  all('svg').filter(it => !it.closest('[aria-hidden=true]') && it.getAttribute('role') !== 'img' && !it.closest('[role=img]'))
    .forEach(it => say('1.2', 'dessin ni décoratif ni nommé', it));
  all('[role=img]').filter(it => !name(it)).forEach(it => say('1.1', 'dessin sans nom', it));
  all('figure').filter(it => it.querySelector('img, svg') && !it.getAttribute('aria-label')).forEach(it => say('1.9', 'figure sans nom', it));
  all('video, audio, object, embed, applet, canvas').forEach(it => say('4.1', 'média', it));
  all('iframe').forEach(it => say('2.1', 'cadre', it));
  all('table').forEach(it => {
    if (!it.caption || !it.caption.textContent.trim()) say('5.4', 'tableau sans titre', it);
    if (!it.querySelector('th')) say('5.6', 'tableau sans en-tête', it);
    all('th', it).filter(th => !['row', 'col', 'rowgroup', 'colgroup'].includes(th.scope)).forEach(th => say('5.7', 'en-tête sans portée', th));
  });
  const vague = /^(ici|cliquez ici|lire la suite|en savoir plus|suite|lien|plus|voir)$/i;
  const links = {};
  all('a[href]').filter(shown).forEach(it => {
    const words = name(it);
    if (vague.test(words)) say('6.1', 'lien vague', it);
    if (it.title && words && !it.title.toLowerCase().includes(words.toLowerCase().slice(0, 20))) say('6.1', 'le titre ne reprend pas le lien', it);
    if (it.target === '_blank' && !/nouvelle fenêtre/i.test(it.title)) say('13.2', 'nouvelle fenêtre non annoncée', it);
    (links[words] ||= new Set()).add(it.href.split('#')[0] + (it.hash || ''));
  });
  Object.entries(links).filter(([, to]) => to.size > 1).forEach(([words, to]) => say('6.1', 'même lien, plusieurs adresses : ' + words + ' ' + [...to].join(' ')));
  if (!document.doctype || document.doctype.name !== 'html') say('8.1', 'doctype absent');
  const ids = {};
  all('[id]').forEach(it => { if (ids[it.id]) say('8.2', 'identifiant double', it); ids[it.id] = 1; });
  all('p p, p div, p ul, a a, button a, a button, label label, ul > :not(li):not(script):not(template), ol > :not(li)')
    .forEach(it => say('8.2', 'imbrication', it));
  if (document.documentElement.lang !== 'fr') say('8.3', 'langue absente');
  if (!document.title.trim()) say('8.5', 'titre absent');
  all('p').filter(it => shown(it) && !it.textContent.trim() && !it.children.length && !it.hasAttribute('data-kept')).forEach(it => say('8.9', 'paragraphe vide', it));
  if (/<br\s*\/?>\s*<br/i.test(document.body.innerHTML)) say('8.9', 'sauts de ligne de présentation');
  const levels = all('h1, h2, h3, h4, h5, h6').filter(it => shown(it)).map(it => [+it.tagName[1], it]);
  if (levels.filter(([n]) => n === 1).length !== 1) say('9.1', 'pas un seul titre de niveau 1');
  const inMain = levels.filter(([, it]) => it.closest('main'));
  inMain.reduce((before, [n, it]) => { if (n > before + 1) say('9.1', 'niveau sauté', it); return n; }, 0);
  levels.filter(([, it]) => !it.textContent.trim()).forEach(([, it]) => say('9.1', 'titre vide', it));
  for (const s of ['header', 'main', 'footer', 'nav']) if (!document.querySelector(s)) say('9.2', 'absent : ' + s);
  all('font, center, big, strike, tt, marquee, blink, [align], [bgcolor], [background], [border], [valign], body [style]')
    .filter(it => !it.closest('.leaflet-container') && !it.matches('.leaflet-container')).forEach(it => say('10.1', 'présentation dans le code', it));
  all('main p a[href]').filter(shown).filter(it => !it.closest('.fr-btn') && !it.classList.contains('fr-btn')).forEach(it => {
    const look = getComputedStyle(it);
    if (!look.textDecorationLine.includes('underline') && look.backgroundImage === 'none' && look.borderBottomWidth === '0px')
      say('10.6', 'lien qui ne se distingue pas', it);
  });
  const fields = all('main input:not([type=hidden]), main select, main textarea').filter(shown);
  fields.forEach(it => {
    if (!it.labels || !it.labels.length) { if (!it.getAttribute('aria-label')) say('11.1', 'champ sans étiquette', it); return; }
    const a = it.labels[0].getBoundingClientRect(), b = it.getBoundingClientRect();
    const far = Math.max(a.left - b.right, b.left - a.right, a.top - b.bottom, b.top - a.bottom);
    if (far > 48) say('11.4', 'étiquette éloignée (' + Math.round(far) + ' px)', it);
    if (['radio', 'checkbox'].includes(it.type) && all(`[name="${it.name}"]`).length > 1 && !it.closest('fieldset, [role=group], [role=radiogroup], table'))
      say('11.5', 'choix sans groupe', it);
    if (it.getAttribute('aria-invalid') === 'true') {
      const told = (it.getAttribute('aria-describedby') || '').split(' ').some(id => id && document.getElementById(id)?.textContent.trim());
      if (!told && !it.closest('fieldset[aria-labelledby], fieldset[aria-describedby]')) say('11.10', 'erreur non liée', it);
    }
    const asks = { email: 'email', tel: 'tel' }[it.type];
    if (asks && !it.autocomplete) say('11.13', 'autocomplete absent', it);
    if (/(first_name|last_name|^name)$/.test(it.name) && !it.autocomplete) say('11.13', 'autocomplete absent', it);
  });
  all('main fieldset').filter(shown).forEach(it => {
    const by = (it.getAttribute('aria-labelledby') || '').split(' ').filter(Boolean);
    if (!it.querySelector('legend')?.textContent.trim() && !by.some(id => document.getElementById(id))) say('11.6', 'groupe sans légende', it);
  });
  all('main [role=group], main [role=radiogroup]').filter(it => !it.getAttribute('aria-label') && !it.getAttribute('aria-labelledby') && it.tagName !== 'FIELDSET')
    .forEach(it => say('11.6', 'groupe sans nom', it));
  if (fields.some(it => !it.closest('form[role=search], search, .lu-narrow-by')) && document.querySelector('main form[method=post]')
      && !/nécessaire|Optionnel|aria-required/.test(document.querySelector('main').innerHTML)) say('11.10', 'rien ne dit ce qui est obligatoire');
  if (!document.querySelector('a[href="/plan-du-site/"]')) say('12.4', 'plan du site absent');
  if (!document.querySelector('header nav, nav[role=navigation]')) say('12.1', 'menu absent');
  all('[tabindex]').filter(it => it.tabIndex > 0).forEach(it => say('12.8', 'ordre forcé', it));
  all('[accesskey]').forEach(it => say('12.10', 'raccourci', it));
  if (document.querySelector('meta[http-equiv=refresh]')) say('13.1', 'rafraîchissement');
  if (document.querySelector('blink, marquee')) say('13.8', 'mouvement');
  const moving = all('*').filter(it => { const s = getComputedStyle(it); return s.animationName !== 'none' && s.animationIterationCount === 'infinite'; });
  moving.filter(shown).forEach(it => say('13.8', 'animation sans fin', it));
  const text = document.querySelector('main').innerText;
  for (const word of text.match(/(ci-contre|à (?:votre )?(?:droite|gauche)|bouton (?:rouge|vert|bleu|rond|carré)|en (?:rouge|vert|bleu|gras)\b)/gi) || [])
    say('10.9', 'donné par la forme, la place ou la couleur : ' + word);
  if (/[:;]-?[)(D]|\^\^|<3/.test(text)) say('13.5', 'émoticône');
  return found;
}
