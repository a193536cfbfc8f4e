() => [...document.querySelectorAll('main *, header *, footer *')].filter(it => {
  if (!it.getClientRects().length || !it.childNodes.length || it.closest('svg, .fr-sr-only, .leaflet-container, .fr-search-bar .fr-btn, .fr-btn--menu')) return false;
  if (![...it.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())) return false;
  const s = getComputedStyle(it);
  return (s.overflowX === 'hidden' || s.overflowY === 'hidden') && s.clipPath === 'none' && s.position !== 'absolute'
    && (it.scrollHeight > it.clientHeight + 2 || it.scrollWidth > it.clientWidth + 2) && it.clientHeight > 1;
}).map(it => it.outerHTML.slice(0, 120))
