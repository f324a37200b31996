import {graphStyle} from '../graph/svg.js'

/** The looks of a run's report, light and dark, on screens and on paper. */
export const reportStyle = `${graphStyle}
:root{color-scheme:light dark;--ink:#1b2130;--soft:#5b6478;--line:#dfe3ea;--page:#f6f7fa;--card:#fff;--good:#2f7d5d;--warn:#b7791f;--bad:#c53030;--mark:#3d52d5}
@media (prefers-color-scheme:dark){:root{--ink:#e8ebf2;--soft:#a4adbf;--line:#303849;--page:#12161f;--card:#1a202c;--good:#4fae88;--warn:#d9a441;--bad:#e06c6c;--mark:#8d9bff}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif}
main{max-width:1180px;margin:0 auto;padding:24px 20px 64px}
h1{font-size:26px;margin:0 0 4px;overflow-wrap:anywhere}h2{font-size:19px;margin:36px 0 12px}h3{font-size:16px;margin:18px 0 8px;overflow-wrap:anywhere}
.sub{color:var(--soft);overflow-wrap:anywhere}
.badge{display:inline-block;border-radius:999px;padding:2px 11px;font-size:13px;font-weight:600;color:#fff;background:var(--soft);white-space:nowrap}
.badge.success,.badge.reused{background:#2f7d5d}.badge.warning,.badge.partial{background:#8f5d10}.badge.error,.badge.cut-short,.badge.interrupted{background:#c53030}.badge.running{background:#3d52d5}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:12px;margin:20px 0}
.card{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:12px 14px}
.card b{display:block;font-size:21px;font-variant-numeric:tabular-nums}.card span{color:var(--soft);font-size:13px}
.scroll{overflow-x:auto;background:var(--card);border:1px solid var(--line);border-radius:10px}
.scroll.graphbox{padding:10px}
table{border-collapse:collapse;width:100%;font-size:13.5px}
th,td{text-align:left;padding:6px 10px;border-bottom:1px solid var(--line);vertical-align:top;white-space:nowrap;max-width:420px;overflow:hidden;text-overflow:ellipsis}
tr:last-child td{border-bottom:0}th{color:var(--soft);font-weight:600;font-size:12.5px}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}td.wrap{white-space:normal;overflow-wrap:anywhere;min-width:220px}
.null{color:var(--soft);font-style:italic}
.off{color:var(--warn);font-weight:600}
details{background:var(--card);border:1px solid var(--line);border-radius:10px;margin:10px 0;padding:0 14px}
summary{cursor:pointer;padding:10px 0;font-weight:600;overflow-wrap:anywhere}details>*:last-child{margin-bottom:14px}
details .scroll{border-radius:6px}
.problem{border-left:3px solid var(--bad);padding:4px 10px;margin:8px 0;overflow-wrap:anywhere}.problem.warning{border-color:var(--warn)}
.problem small{display:block;color:var(--soft)}
pre{margin:0;padding:12px 14px;font:12.5px/1.5 ui-monospace,SFMono-Regular,Menlo,monospace;white-space:pre-wrap;overflow-wrap:anywhere}
code{font:13px ui-monospace,SFMono-Regular,Menlo,monospace;overflow-wrap:anywhere}
.time{display:block;width:100%;height:auto}.time text{fill:var(--ink);font:12px system-ui,sans-serif}.time .bar{fill:var(--good)}.time .warning{fill:var(--warn)}.time .error,.time .cut-short{fill:var(--bad)}.time .grid{stroke:var(--line)}.time .soft{fill:var(--soft)}
@media print{body{background:#fff}details{break-inside:avoid}}
`
