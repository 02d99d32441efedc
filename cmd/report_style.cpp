#include "cmd/report_view.hpp"

namespace arch::cmd {
namespace {

// On top of html_style(), whose colours and contrasts it keeps: text at least 7:1 in both themes,
// marks of charts at least 3:1 against the page (WCAG 2.2, 1.4.6 and 1.4.11). The four kinds of the
// stacked columns differ in lightness as much as in hue and have a line of the page's colour
// between them, so that they can be told apart in grey.
constexpr Markup style = R"css(
.arch.report {
  --k1: #1f5fa8; --k2: #7fa9d6; --k3: #8a8a8a; --k4: #b3470b; --grid: #e2e2e2; --card: #f6f5f2;
  max-width: 50rem; line-height: 1.55;
}
@media (prefers-color-scheme: dark) {
  .arch.report { --k1: #6fb0ff; --k2: #3f71a8; --k3: #8d939c; --k4: #ff9a57; --grid: #2d3138; --card: #1e2126; }
}
.arch.report > header { border-top: .3rem solid var(--text); padding-top: .9rem; margin-bottom: 2rem; }
.arch.report .kicker {
  font: 600 .85rem/1.4 system-ui, "Noto Sans", sans-serif; letter-spacing: .06em; text-transform: uppercase;
}
.arch.report h1 { font-size: 2.3rem; line-height: 1.12; letter-spacing: -.01em; margin: .5rem 0 .6rem; text-wrap: balance; }
.arch.report .dek { font-size: 1.25rem; line-height: 1.45; color: var(--faint); }
.arch.report > section { border-top: 1px solid var(--rule); padding-top: 1.1rem; margin-top: 2.6rem; }
.arch.report h2 { font-size: 1.5rem; line-height: 1.2; margin: 0 0 .5rem; }
.arch.report h3 { font-size: 1.12rem; line-height: 1.3; margin: 0 0 .2rem; }
.arch.report section > p { margin-bottom: .9rem; }
.arch.report .tiles { display: grid; grid-template-columns: repeat(4, 1fr); gap: 0; list-style: none; margin: 1.6rem 0 0; border-top: 1px solid var(--rule); }
.arch.report .tiles > li { padding: .8rem .9rem .8rem 0; }
.arch.report .tiles > li + li { padding-inline-start: .9rem; border-inline-start: 1px solid var(--rule); }
.arch.report .tiles strong { display: block; font-size: 1.55rem; line-height: 1.2; font-weight: 700; font-variant-numeric: lining-nums tabular-nums; }
.arch.report .tiles span { display: block; font: .85rem/1.35 system-ui, "Noto Sans", sans-serif; color: var(--faint); }
.arch.report nav ul { columns: 2; column-gap: 2rem; list-style: none; font: .95rem/1.9 system-ui, "Noto Sans", sans-serif; }
.arch.report .scroll { overflow-x: auto; }
.arch.report table { border-collapse: collapse; width: 100%; font-size: .9rem; line-height: 1.4; font-variant-numeric: lining-nums tabular-nums; }
.arch.report :is(th, td) { text-align: end; vertical-align: top; padding: .4rem .6rem .4rem 0; border-bottom: 1px solid var(--grid); }
.arch.report :is(th, td):first-child { text-align: start; }
.arch.report thead th { color: var(--faint); border-bottom-color: var(--rule); }
.arch.report th[scope=row] { font-weight: 400; overflow-wrap: normal; }
.arch.report .figures, .arch.report .headlines { table-layout: fixed; }
.arch.report .headlines th { overflow-wrap: anywhere; }
.arch.report .headlines th:first-child { width: 66%; }
.arch.report .figures th:first-child { width: 66%; }
.arch.report table + p { margin-top: .9rem; }
.arch.report .figures b { font-size: 1.05rem; }
.arch.report code, .arch.report .formula { font: .82rem/1.45 ui-monospace, "Noto Sans Mono", monospace; color: var(--faint); overflow-wrap: anywhere; }
.arch.report .formula { display: block; }
.arch.report .small { font: .85rem/1.4 system-ui, "Noto Sans", sans-serif; color: var(--faint); display: block; }
.arch.report .chart { margin: 2rem 0 0; }
.arch.report .chart svg { display: block; overflow: visible; margin-top: .8rem; }
.arch.report .chart .legend svg { display: inline-block; margin: 0; }
.arch.report .chart text { font: .8rem system-ui, "Noto Sans", sans-serif; fill: var(--text); }
.arch.report .legend { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; list-style: none; font: .88rem/1.5 system-ui, "Noto Sans", sans-serif; margin-top: .6rem; }
.arch.report .k1 { fill: var(--k1); } .arch.report .k2 { fill: var(--k2); }
.arch.report .k3 { fill: var(--k3); } .arch.report .k4 { fill: var(--k4); }
.arch.report .chart rect { stroke: var(--page); stroke-width: 1px; }
.arch.report .grid { stroke: var(--grid); } .arch.report .axis { stroke: var(--text); }
.arch.report .whisker { stroke: var(--k1); stroke-width: 2.5px; } .arch.report .dot { fill: var(--k1); stroke: var(--page); stroke-width: 1.5px; }
.arch.report .curve1 { stroke: var(--k1); stroke-width: 2.5px; } .arch.report .curve4 { stroke: var(--k4); stroke-width: 2.5px; stroke-dasharray: 6 3; }
.arch.report .curve2 { stroke: var(--k2); stroke-width: 2.5px; } .arch.report .curve3 { stroke: var(--k3); stroke-width: 2px; stroke-dasharray: 2 3; }
.arch.report .heat0 { fill: var(--grid); } .arch.report .heat1 { fill: var(--k1); fill-opacity: .45; }
.arch.report .heat2 { fill: var(--k1); fill-opacity: .72; } .arch.report .heat3 { fill: var(--k1); }
.arch.report .case { background: var(--card); padding: 1rem 1.1rem; margin: 1.1rem 0; }
.arch.report .case > dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem .9rem; font: .88rem/1.45 system-ui, "Noto Sans", sans-serif; margin: .5rem 0; }
.arch.report .case dt { color: var(--faint); }
.arch.report .case blockquote { margin: .7rem 0; padding-inline-start: .9rem; border-inline-start: .2rem solid var(--text); }
.arch.report .case .change { margin: .9rem 0 .4rem; }
.arch.report :is(a, summary):focus-visible { outline: .18rem solid var(--link); outline-offset: .15rem; }
.arch.report footer { border-top: 1px solid var(--rule); margin-top: 2.6rem; padding-top: 1rem; }
@media (max-width: 40rem) {
  .arch.report h1 { font-size: 1.7rem; }
  .arch.report .dek { font-size: 1.1rem; }
  .arch.report .tiles { grid-template-columns: 1fr 1fr; }
  .arch.report .tiles > li:nth-child(odd) { padding-inline-start: 0; border-inline-start: 0; }
  .arch.report .tiles > li:nth-child(n+3) { border-top: 1px solid var(--rule); }
  .arch.report nav ul { columns: 1; }
  .arch.report .case > dl { grid-template-columns: 1fr; } .arch.report .case dd { margin-bottom: .35rem; }
}
@media print {
  @page { size: A4; margin: 18mm 16mm; }
  .arch.report { --k1: #333; --k2: #aaa; --k3: #ddd; --k4: #000; --grid: #ccc; --card: none; }
  .arch.report nav { display: none; }
  .arch.report :is(.case, .chart, tr) { break-inside: avoid; }
  .arch.report :is(h2, h3) { break-after: avoid; }
  .arch.report .case { border: 1px solid var(--rule); }
  .arch.report .scroll { overflow: visible; }
  /* Four greys cannot be told apart in print: the fourth kind is white in a line. */
  .arch.report .chart rect.k4 { fill: #fff; stroke: #000; }
  .arch.report .curve4 { stroke: #000; }
  /* Nobody can unfold paper. */
  .arch.report .folded::details-content { content-visibility: visible; display: block; block-size: auto; }
  .arch.report .folded > summary { list-style: none; }
}
)css";

}  // namespace

Html report_style() {
  Html html;
  return html.markup("<style>").markup(style).markup("</style>\n");
}

Html report_shell(std::string_view title, const Html& links, const Html& body) {
  Html html;
  html.markup("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
      .markup("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
      // As in html_page(): nothing can run or be loaded.
      .markup("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ")
      .markup("style-src 'unsafe-inline'\">\n<meta name=\"color-scheme\" content=\"light dark\">\n")
      .markup("<title>")
      .text(title)
      .markup("</title>\n")
      .append(links)
      .append(html_style())
      .append(report_style())
      .markup("</head>\n<body class=\"arch-page\">\n<main class=\"arch report\">\n");
  return html.append(body).markup("</main>\n</body>\n</html>\n");
}

}  // namespace arch::cmd
