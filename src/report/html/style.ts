/** The page's style: light and dark, from a phone to paper. Colors of text on their grounds have a contrast of 4.5 or more. */
export const STYLE = `
:root{color-scheme:light dark;--ground:#fff;--text:#1b1f24;--quiet:#565e68;--line:#d5dae0;--accent:#0b5a8a;
--s:#d6efdc;--s-text:#0d4a23;--n:#fadad6;--n-text:#7d1a12;--u:#fcebc0;--u-text:#5d4500;--s-bar:#2f8f57;--n-bar:#cf5b50;--u-bar:#c99a22}
@media (prefers-color-scheme:dark){:root{--ground:#14171b;--text:#e7eaee;--quiet:#a3acb7;--line:#343b44;--accent:#7cc0ee;
--s:#173d26;--s-text:#b4efc5;--n:#4b1f1c;--n-text:#ffc8c2;--u:#44370f;--u-text:#ffe08f;--s-bar:#4fb57a;--n-bar:#d96f64;--u-bar:#cfa53a}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:70rem;padding:1.5rem 1rem 4rem;background:var(--ground);color:var(--text);font:1rem/1.5 system-ui,sans-serif}
h1{font-size:1.7rem;line-height:1.2;margin:0 0 .3rem}
h2{font-size:1.25rem;margin:2.5rem 0 .6rem;padding-bottom:.25rem;border-bottom:2px solid var(--line)}
h3{font-size:1.05rem;margin:1.4rem 0 .4rem}
h4{font-size:.95rem;margin:.6rem 0;font-weight:600;color:var(--quiet)}
p{margin:.4rem 0}
a{color:var(--accent)}
code{font:.9em/1.4 ui-monospace,monospace;overflow-wrap:anywhere}
nav ul{display:flex;flex-wrap:wrap;gap:.3rem 1.2rem;margin:1rem 0 0;padding:0;list-style:none}
.quiet,caption,.share{color:var(--quiet)}
.scroll{overflow-x:auto;margin:.6rem 0 1.2rem}
table{border-collapse:collapse;width:100%;font-size:.92rem}
caption{text-align:left;padding:.2rem 0 .4rem}
th,td{padding:.35rem .8rem .35rem 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line);font-weight:400}
thead th{font-weight:600;color:var(--quiet);vertical-align:bottom}
.figures{text-align:right;font-variant-numeric:tabular-nums}
.short{white-space:nowrap}
.within{display:inline-block;padding-left:1.2rem}
.share{margin:.8rem 0 .2rem}
.share strong{color:var(--text)}
.bar{display:flex;gap:2px;height:.9rem;border-radius:.3rem;overflow:hidden}
.bar span{flex-basis:0;min-width:3px}
.bar .s{background:var(--s-bar)}.bar .n{background:var(--n-bar)}.bar .u{background:var(--u-bar)}
article{border:1px solid var(--line);border-radius:.5rem;padding:.2rem 1rem .6rem;margin:1rem 0;break-inside:avoid}
article h3{margin:.6rem 0 .2rem}
.case{display:grid;grid-template-columns:minmax(0,17rem) minmax(0,1fr);gap:0 1.6rem;align-items:start}
.case+.case{border-top:1px solid var(--line);margin-top:.4rem}
.case h4{grid-column:1/-1}
.months{display:grid;gap:.8rem}
.month{table-layout:fixed;font-size:.85rem;margin:.3rem 0 1rem}
.month th,.month td{padding:.2rem .1rem;line-height:1.15;text-align:center;border:2px solid var(--ground);white-space:nowrap;font-variant-numeric:tabular-nums}
.month td{color:var(--quiet)}
.month td b{display:block;font-weight:700;line-height:1.1}
.sign{display:inline-block;min-width:1.5em;text-align:center;border-radius:.25rem;font-weight:700}
.sign.s,.month td.s{background:var(--s);color:var(--s-text)}
.sign.n,.month td.n{background:var(--n);color:var(--n-text)}
.sign.u,.month td.u{background:var(--u);color:var(--u-text)}
.legend{display:flex;flex-wrap:wrap;gap:.3rem 1.4rem;margin:.6rem 0;padding:0;list-style:none;font-size:.92rem}
dt{margin-top:.6rem}dd{margin:0 0 0 1.2rem;color:var(--quiet)}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media (max-width:46rem){.case{display:block}.figured{font-size:.85rem}.month{max-width:24rem}th,td{padding-right:.5rem}
.told,.told caption,.told tbody,.told tr,.told th[scope=row],.told td{display:block}
.told thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.told tr{padding:.4rem 0;border-bottom:1px solid var(--line)}
.told th,.told td{padding:.1rem 0;border:0;text-align:left}
.told th[scope=row]{font-weight:600}
.told td:empty{display:none}
.told td::before{content:attr(data-label) ': ';color:var(--quiet)}}
@media print{body{max-width:none;padding:0;font-size:10pt}nav{display:none}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}.scroll{overflow:visible}h2,h3,h4{break-after:avoid}}
`;
