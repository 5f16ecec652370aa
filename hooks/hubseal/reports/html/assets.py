"""Style and script of the page. Every pair of colours has a contrast of 4.5 or more, in light and in dark."""

from __future__ import annotations

STYLE = """
:root{color-scheme:light dark;--page:#f6f5f1;--card:#fff;--ink:#1d2126;--soft:#555d66;--line:#dcd9d0;--code:#f1efe8;
--link:#0b57a4;--error:#b3211b;--error-bg:#fdeceb;--warning:#855400;--warning-bg:#fdf3dc;--note:#1a5fa8;--note-bg:#e8f1fb;
--pass:#1c6b3a;--pass-bg:#e4f4e9;--read:#2f8f57;--partly:#c98a10;--not:#c9433c;--opaque:#a9adb3;--focus:#0b57a4}
@media (prefers-color-scheme:dark){:root{--page:#14171b;--card:#1c2026;--ink:#e8e6e1;--soft:#a9b0b8;--line:#343a42;
--code:#2a2f37;--link:#85bbf5;--error:#ff8f87;--error-bg:#3b1f1f;--warning:#f0b847;--warning-bg:#352a14;--note:#8cc0fa;
--note-bg:#1b2c40;--pass:#7fd39b;--pass-bg:#1a3324;--read:#43a86c;--partly:#d69a26;--not:#dd5b53;--opaque:#666d76;
--focus:#85bbf5}}
*{box-sizing:border-box}
html{scroll-padding-top:4rem;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--page);color:var(--ink);font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
[hidden]{display:none!important}
header,main,footer,nav ul{max-width:68rem;margin:0 auto;padding:0 1rem}
a{color:var(--link);text-underline-offset:.15em}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px;border-radius:3px}
main:focus{outline:none}
.skip{position:absolute;left:-100vw;background:var(--card);padding:.5rem 1rem;z-index:3}
.skip:focus{left:1rem;top:.5rem}
h1,h2,h3,h4,p,ul,ol,dl,dd{margin:0}
ul,ol{padding:0;list-style:none}
code{font:.9em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;background:var(--code);padding:.1em .35em;
border-radius:4px;overflow-wrap:anywhere;-webkit-box-decoration-break:clone;box-decoration-break:clone}
h1 code,a code{background:none;padding:0}
.banner{padding-top:2.5rem;padding-bottom:1.25rem}
.brand{color:var(--soft);font-weight:600;letter-spacing:.02em}
h1{font-size:clamp(1.5rem,1.1rem + 1.8vw,2.25rem);line-height:1.2;margin:.25rem 0 1rem}
h1 code{font:inherit;font-weight:700}
.verdict{display:flex;flex-wrap:wrap;gap:.25rem 1rem;padding:.75rem 1rem;border-radius:8px;border-left:6px solid}
.fail .verdict{background:var(--error-bg);border-color:var(--error)}.fail .verdict strong{color:var(--error)}
.pass .verdict{background:var(--pass-bg);border-color:var(--pass)}.pass .verdict strong{color:var(--pass)}
.unknown .verdict{background:var(--warning-bg);border-color:var(--warning)}
.unknown .verdict strong{color:var(--warning)}
.facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,9.5rem),1fr));gap:.75rem 1.5rem;margin-top:1.25rem}
dt{color:var(--soft);font-size:.85rem}dd code{background:none;padding:0}
.contents{position:sticky;top:0;z-index:2;background:var(--page);border-bottom:1px solid var(--line)}
.contents ul{display:flex;gap:.25rem 1.25rem;overflow-x:auto;padding-top:.6rem;padding-bottom:.6rem}
.contents a{white-space:nowrap;text-decoration:none;font-size:.95rem;padding:.2rem 0;display:block}
.contents a:hover{text-decoration:underline}
main>section{margin:2.25rem 0}
h2{font-size:1.4rem;line-height:1.3;margin-bottom:.9rem}h3{font-size:1.1rem;margin:1.5rem 0 .75rem}
h4{font-size:1.05rem;line-height:1.4}
.count{color:var(--soft);font-weight:400;font-size:.9em;font-variant-numeric:tabular-nums;white-space:nowrap}
.badge{display:inline-block;font:600 .78rem/1.3 system-ui,sans-serif;padding:.15em .55em;border-radius:1em;white-space:nowrap;
vertical-align:.08em}
.badge.error{color:var(--error);background:var(--error-bg)}.badge.warning{color:var(--warning);background:var(--warning-bg)}
.badge.note,.badge.off{color:var(--note);background:var(--note-bg)}
.steps{counter-reset:step;display:grid;gap:.75rem}
.steps li{counter-increment:step;position:relative;background:var(--card);border:1px solid var(--line);border-radius:10px;
padding:.9rem 1rem .9rem 3.25rem}
.steps li::before{content:counter(step);position:absolute;left:1rem;top:.9rem;width:1.6rem;height:1.6rem;border-radius:50%;
background:var(--ink);color:var(--page);display:grid;place-items:center;font-weight:700;font-size:.9rem}
.fix{margin-top:.35rem}
.rule{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:1rem;margin-bottom:1rem}
.about,.reason,.times,.status,.legend,footer{color:var(--soft);font-size:.92rem}
.about{margin:.15rem 0 .5rem}
.file{border-top:1px solid var(--line);margin-top:.75rem;padding-top:.35rem}
.file+.file{margin-top:.35rem}
.more{border-top:1px solid var(--line);margin-top:.35rem;padding-top:.35rem}.more>summary{font-weight:600}
summary{cursor:pointer;padding:.25rem 0}
.file>summary code{font-weight:600;background:none;padding:0}
.finding{display:grid;grid-template-columns:minmax(9rem,14rem) minmax(0,1fr) max-content;gap:.15rem 1rem;
padding:.3rem 0 .3rem .9rem;border-left:3px solid var(--line);margin:.3rem 0}
.finding.error{border-color:var(--error)}.finding.warning{border-color:var(--warning)}.finding.note{border-color:var(--note)}
.finding:target{background:var(--code);border-radius:0 8px 8px 0}
.masked{font-weight:600}
.allow summary{color:var(--soft);font-size:.92rem;width:max-content;max-width:100%;padding:.1rem 0}
.allow[open]{grid-column:1/-1}
.filters{display:flex;flex-wrap:wrap;gap:.75rem 1.25rem;align-items:end;background:var(--card);border:1px solid var(--line);
border-radius:10px;padding:.9rem 1rem}
fieldset{border:0;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:.25rem 1rem;min-width:0}
fieldset label{display:flex;gap:.35rem;align-items:baseline;min-height:2.25rem;padding-top:.35rem}
legend,.field span{color:var(--soft);font-size:.85rem;padding:0}
.field{display:grid;min-width:0}.wide.field{flex:1 1 14rem}
input[type=search],select,button{font:inherit;color:inherit;background:var(--page);border:1px solid var(--soft);
border-radius:6px;padding:.35rem .6rem;height:2.4rem;max-width:100%;min-width:0}
button{cursor:pointer}.buttons{display:flex;flex-wrap:wrap;gap:.5rem}
.status{flex-basis:100%}
table{border-collapse:collapse;width:100%;background:var(--card);border:1px solid var(--line)}
th,td{padding:.5rem .75rem;text-align:left;vertical-align:top;border-top:1px solid var(--line)}
th{font-weight:600}tbody th{font-weight:400}
.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
#columns p{margin-bottom:.75rem}
.bar{margin-bottom:1rem}.bar h3{margin:.5rem 0 .35rem;font-size:1rem}
.shares{display:flex;gap:2px;height:1rem;border-radius:6px;overflow:hidden;background:var(--code)}
.shares span{min-width:4px}.legend{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;margin-top:.4rem}
.key{display:inline-block;width:.8rem;height:.8rem;border-radius:3px;margin-right:.4rem;vertical-align:-.05rem}
span.read{background:var(--read)}span.partly{background:var(--partly)}span.not{background:var(--not)}
span.opaque{background:var(--opaque)}
.unread li,.notes li{padding:.4rem 0;overflow-wrap:anywhere}
.notes{list-style:disc;padding-left:1.2rem}
footer{border-top:1px solid var(--line);margin-top:3rem;padding-top:1rem;padding-bottom:2rem}
@media (max-width:40rem){.finding{grid-template-columns:minmax(0,1fr)}.rule,.filters{padding:.8rem}
.steps li{padding-left:2.9rem}.steps li::before{left:.7rem}
table.wide thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
table.wide,table.wide tbody,table.wide tr{display:block}table.wide tr{border-top:1px solid var(--line);padding:.4rem 0}
table.wide td,table.wide tbody th{display:block;border:0;padding:.15rem .75rem;text-align:left}
table.wide td[data-unit]{display:inline-block}table.wide td[data-unit]::after{content:" " attr(data-unit)}
table.wide td.none{display:none}
th,td{padding:.45rem .5rem}}
@media print{.contents,.filters,.skip{display:none}body{background:#fff}.rule,.steps li{break-inside:avoid}}
"""

SCRIPT = """
(() => {
  const form = document.querySelector('.filters');
  if (!form) return;
  const all = [...document.querySelectorAll('.finding')];
  const words = all.map(item => (item.closest('.rule').querySelector('h4').textContent + ' '
    + item.closest('.rule').querySelector('.about').textContent + ' '
    + item.closest('.file').querySelector('summary').textContent + ' ' + item.textContent).toLowerCase());
  const families = all.map(item => item.closest('.family').dataset.family);
  const files = [...document.querySelectorAll('#findings .file')];
  const fold = form.elements.fold;
  const closed = () => files.every(file => !file.open);
  const relabel = () => { fold.textContent = closed() ? 'Open all files' : 'Close all files'; };
  const unfold = item => {
    for (let box = item.closest('details'); box; box = box.parentElement.closest('details')) box.open = true;
  };
  const filter = () => {
    const levels = new Set([...form.querySelectorAll('[name=level]:checked')].map(box => box.value));
    const family = form.elements.family.value, text = form.elements.text.value.trim().toLowerCase();
    let shown = 0;
    all.forEach((item, n) => {
      item.hidden = !levels.has(item.dataset.level) || (family && families[n] !== family) || !words[n].includes(text);
      if (!item.hidden) shown += 1;
    });
    for (const kind of ['.file', '.rule', '.family']) {
      document.querySelectorAll('#findings ' + kind).forEach(group => {
        group.hidden = !group.querySelector('.finding:not([hidden])');
      });
    }
    if (text) all.forEach(item => { if (!item.hidden) unfold(item); });
    document.querySelectorAll('#findings .more').forEach(more => {
      more.hidden = !more.querySelector('.finding:not([hidden])');
    });
    form.querySelector('.status').textContent =
      (shown === all.length ? '' : shown.toLocaleString('en') + ' of ') + all.length.toLocaleString('en')
      + (all.length === 1 ? ' finding shown' : ' findings shown');
    relabel();
  };
  const reveal = () => {
    const item = /^#f[0-9]+$/.test(location.hash) && document.querySelector(location.hash);
    if (!item) return;
    if (item.hidden) { form.reset(); filter(); }
    unfold(item);
    item.scrollIntoView({block: 'center'});
  };
  form.addEventListener('input', filter);
  form.addEventListener('submit', event => event.preventDefault());
  form.addEventListener('reset', () => setTimeout(filter));
  fold.addEventListener('click', () => {
    const open = closed();
    document.querySelectorAll('#findings .file, #findings .more').forEach(box => { box.open = open; });
    relabel();
  });
  window.addEventListener('hashchange', reveal);
  form.hidden = false;
  filter();
  reveal();
})();
"""
