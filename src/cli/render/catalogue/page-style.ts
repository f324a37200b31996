/** The look of the catalogue's page: light or dark as the reader's system is, narrow or wide, on paper too. */
export const pageStyle = String.raw`
:root{color-scheme:light dark;--bg:#f6f7f9;--card:#fff;--soft:#eef1f5;--line:#dde2ea;--ink:#17202e;--dim:#556173;--link:#2f45c5;--mark:#ffe9a8;
--sources:#0b6e63;--sources-bg:#dcf3ee;--transformers:#5b35c0;--transformers-bg:#ebe5fb;--sinks:#9a4a06;--sinks-bg:#fceadb;
--mono:ui-monospace,"SF Mono","Cascadia Code",Menlo,Consolas,"DejaVu Sans Mono",monospace}
@media (prefers-color-scheme:dark){:root{--bg:#0e1218;--card:#161c25;--soft:#1e2632;--line:#2b3544;--ink:#e7ebf2;--dim:#9fabbd;--link:#a3b3ff;--mark:#5b4a10;
--sources:#6fdcc9;--sources-bg:#12332f;--transformers:#bfa8ff;--transformers-bg:#2a2148;--sinks:#ffb37a;--sinks-bg:#3b2410}}
*{box-sizing:border-box}
html{scroll-padding-top:9rem}
body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:anywhere}
a{color:var(--link);text-underline-offset:.2em}
button,input{font:inherit;color:inherit}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
code,pre,.type{font-family:var(--mono)}
mark{background:var(--mark);color:inherit;border-radius:.2em}
.wide{max-width:74rem;margin:0 auto;padding:0 1.5rem}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:1rem;background:var(--card);padding:.5rem;z-index:3}
header.top{padding:2.2rem 0 .4rem}
.top h1{display:flex;align-items:center;gap:.7rem;margin:0;font-size:1.9rem;line-height:1.2;letter-spacing:-.02em}
.top svg{width:2.1rem;height:2.1rem;flex:none}
.top p{margin:.4rem 0 0;color:var(--dim);max-width:44rem}
.bar{position:sticky;top:0;z-index:2;background:var(--bg);border-bottom:1px solid var(--line);padding:.8rem 0}
.bar form{position:relative}
#search{width:100%;padding:.75rem 3rem .75rem 1.1rem;border:1px solid var(--line);border-radius:.8rem;background:var(--card);font-size:1.05rem}
#search::placeholder{color:var(--dim);opacity:1}
.bar kbd{position:absolute;right:1rem;top:.78rem;border:1px solid var(--line);border-radius:.35rem;background:var(--soft);color:var(--dim);font:600 .8rem/1.6 var(--mono);padding:0 .5rem;pointer-events:none}
#search:focus+kbd{visibility:hidden}
.chips{display:flex;flex-wrap:wrap;align-items:center;gap:.45rem;margin:.7rem 0 0}
.chip{border:1px solid var(--line);border-radius:99rem;background:var(--card);padding:.15rem .8rem;font-size:.92rem;cursor:pointer}
.chip b{font-weight:500;color:var(--dim);margin-left:.25rem}
.chip[aria-pressed=true]{background:var(--ink);border-color:var(--ink);color:var(--bg)}.chip[aria-pressed=true] b{color:inherit;opacity:.85}
#count{margin-left:auto;color:var(--dim);font-size:.92rem}
main.wide{padding-top:1.5rem;padding-bottom:4rem;min-height:70vh}
.grid{list-style:none;margin:0;padding:0;display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,20rem),1fr));gap:1rem}
.card{display:flex;flex-direction:column;height:100%;padding:1.05rem 1.15rem;border:1px solid var(--line);border-radius:.9rem;background:var(--card);color:inherit;text-decoration:none;transition:border-color .12s,transform .12s,box-shadow .12s}
.card:hover{border-color:var(--link);box-shadow:0 6px 22px rgb(20 30 60/.09);transform:translateY(-1px)}
.card .type{font-size:1.04rem;font-weight:650}
.card p{margin:.45rem 0 .9rem;color:var(--dim);font-size:.95rem;line-height:1.45;display:-webkit-box;-webkit-line-clamp:3;-webkit-box-orient:vertical;overflow:hidden}
.card .found{font-size:.86rem;color:var(--dim);margin:-.4rem 0 .8rem}
.foot{margin-top:auto;display:flex;gap:.6rem;align-items:center;font-size:.84rem;color:var(--dim);min-width:0}
.foot .package{overflow:hidden;text-overflow:ellipsis;white-space:nowrap;font-family:var(--mono);font-size:.8rem}
.foot span:nth-child(2){flex:none}
.tag{flex:none;display:inline-block;border-radius:.4rem;padding:.08rem .5rem;font-size:.8rem;font-weight:600}
.tag.sources{background:var(--sources-bg);color:var(--sources)}.tag.transformers{background:var(--transformers-bg);color:var(--transformers)}.tag.sinks{background:var(--sinks-bg);color:var(--sinks)}
.none{padding:3.5rem 1rem;text-align:center;color:var(--dim)}.none strong{display:block;color:var(--ink);font-size:1.15rem;margin-bottom:.3rem}
.more{display:block;margin:1.5rem auto 0}
.plain{border:1px solid var(--line);border-radius:.6rem;background:var(--card);padding:.35rem .9rem;cursor:pointer}
.mod{max-width:60rem;margin:0 auto}
.mod h2{margin:1rem 0 .2rem;font-size:1.9rem;line-height:1.25;letter-spacing:-.02em}
.mod h2 small{font:400 1rem var(--mono);color:var(--dim);margin-left:.5rem;letter-spacing:0}
.mod h2:focus{outline:0}
.back{text-decoration:none}.back:hover{text-decoration:underline}.back::before{content:"\2039\a0"}
.mod h3{margin:2.3rem 0 .8rem;font-size:1.15rem}
.mod .lead{font-size:1.13rem;margin:.7rem 0 1.1rem}
.flow{display:flex;flex-wrap:wrap;align-items:center;gap:.55rem;margin:1.3rem 0;padding:1rem;border:1px solid var(--line);border-radius:.9rem;background:var(--card)}
.flow .ports{display:flex;flex-wrap:wrap;gap:.35rem}
.arrow{position:relative;width:1.7rem;border-top:2px solid var(--dim)}.arrow::after{content:"";position:absolute;right:0;top:-5px;width:8px;height:8px;border:solid var(--dim);border-width:2px 2px 0 0;transform:rotate(45deg)}
.pill{border:1px solid var(--line);border-radius:99rem;background:var(--soft);padding:.05rem .7rem;font:.88rem/1.7 var(--mono)}
.pill.self{font-weight:650;border-radius:.5rem;padding:.25rem .8rem;border-color:transparent}
.pill.self.sources{background:var(--sources-bg);color:var(--sources)}.pill.self.transformers{background:var(--transformers-bg);color:var(--transformers)}.pill.self.sinks{background:var(--sinks-bg);color:var(--sinks)}
dl.facts{display:grid;grid-template-columns:max-content 1fr;gap:.35rem 1.5rem;margin:1rem 0}
.facts dt{color:var(--dim)}.facts dd{margin:0}.facts code{font-size:.9rem}
.params{margin:0;padding:0;list-style:none;border:1px solid var(--line);border-radius:.9rem;background:var(--card)}
.params li{display:grid;grid-template-columns:minmax(0,17rem) 1fr;gap:.2rem 1.6rem;padding:.8rem 1.15rem;border-top:1px solid var(--line)}
.params li:first-child{border-top:0}
.params .name{font:650 .95rem/1.5 var(--mono)}.params .in{padding-left:1rem}.params .in .name{font-weight:450}
.params .kind{font-size:.87rem;color:var(--dim)}
.params p{margin:0}
.params .extra{font-size:.88rem;color:var(--dim);margin-top:.2rem}.params .extra code{color:var(--ink)}
.needed{color:var(--sinks);font:600 .8rem system-ui,sans-serif;margin-left:.5rem}
.code{position:relative;margin:.6rem 0}
pre{margin:0;padding:1rem 1.15rem;overflow:auto;border:1px solid var(--line);border-radius:.8rem;background:var(--soft);font-size:.88rem;line-height:1.6;tab-size:2;overflow-wrap:normal}
.copy{position:absolute;right:.5rem;top:.5rem;font-size:.8rem;padding:.1rem .6rem}
.tabs{display:flex;gap:.4rem}.tabs button{border:0;border-bottom:2px solid transparent;background:none;padding:.3rem .5rem;cursor:pointer;color:var(--dim)}
.tabs button[aria-selected=true]{color:var(--ink);border-color:var(--link);font-weight:600}
footer{border-top:1px solid var(--line);padding:1.2rem 0 2.5rem;color:var(--dim);font-size:.9rem}
[hidden]{display:none!important}
@media (max-width:40rem){body{font-size:15px}.wide{padding:0 1rem}header.top{padding-top:1.3rem}.top h1{font-size:1.5rem}.bar{padding:.6rem 0}.bar kbd{display:none}#search{padding-right:1rem}
.chips{flex-wrap:nowrap;overflow-x:auto;gap:.35rem}.chip{flex:none;padding:.1rem .5rem;font-size:.82rem}.chip b{margin-left:.1rem}#count{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden;white-space:nowrap}.params li{grid-template-columns:1fr;padding:.8rem 1rem}.mod h2{font-size:1.5rem}.mod h2 small{display:block;margin:0}dl.facts{grid-template-columns:1fr;gap:0}.facts dd{margin-bottom:.5rem}}
@media (prefers-reduced-motion:reduce){*{transition:none!important}}
@media print{:root{color-scheme:light;--bg:#fff;--card:#fff;--soft:#fff;--line:#bbb;--ink:#000;--dim:#333;--link:#000;--mark:#fff;--sources:#000;--sources-bg:#fff;--transformers:#000;--transformers-bg:#fff;--sinks:#000;--sinks-bg:#fff}
body{font-size:10.5pt}.bar,.copy,.tabs,.more,.back,.skip{display:none!important}main.wide{padding:1rem 0}[role=tabpanel][hidden]{display:block!important}.card,.params li,pre{break-inside:avoid}pre{white-space:pre-wrap}.card p{display:block}.grid{grid-template-columns:1fr 1fr}}
`
