/**
 * Style: what do the pages look like?
 *
 * One sheet for all of them. Its hash stands in the Content-Security-Policy, so a style that got into a page some other
 * way does nothing. The scale has one colour: a scale from red to green would tell people what to answer.
 *
 * @since 0.1.0
 */
import { createHash } from "node:crypto"

/** @category styles @since 0.1.0 */
export const sheet = `
:root{color-scheme:light dark;--paper:#fff;--ink:#1b1d22;--quiet:#555b66;--line:#747b87;--accent:#1d4ed8;--on-accent:#fff}
@media (prefers-color-scheme:dark){:root{--paper:#15171c;--ink:#f1f2f4;--quiet:#b6bcc8;--line:#8d95a3;--accent:#9dbaff;--on-accent:#10131a}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:1.125rem/1.5 system-ui,sans-serif}
main{max-inline-size:44rem;margin-inline:auto;padding:1.5rem .75rem}
h1{margin:0 0 1rem;font-size:1.375rem;line-height:1.3;overflow-wrap:anywhere}
h2{margin:0 0 .25rem;font-size:1.125rem}
p{margin:0 0 1rem}
ul{margin:0;padding-inline-start:1.25rem}
a{display:inline-block;padding-block:.625rem;color:var(--accent);overflow-wrap:anywhere}
fieldset{min-inline-size:0;margin:0 0 1.5rem;padding:0;border:0}
legend{padding:0;font-weight:600;overflow-wrap:anywhere}
legend h1{margin-block-end:1rem}
.scale{display:grid;grid-template-columns:repeat(6,minmax(0,1fr));gap:.25rem;margin-block:.5rem}
.scale label{position:relative;display:block;min-block-size:3rem}
.scale input{position:absolute;inset:0;inline-size:100%;block-size:100%;margin:0;opacity:0;cursor:pointer}
.scale span{display:flex;align-items:center;justify-content:center;block-size:100%;min-block-size:3rem;border:2px solid var(--line);border-radius:.5rem;font-weight:600}
.scale input:checked+span{border-color:var(--accent);background:var(--accent);color:var(--on-accent);text-decoration:underline}
.ends{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 1rem;margin:0;color:var(--quiet)}
.hint{margin-block-end:.5rem;color:var(--quiet)}
label.why{display:block;font-weight:600}
textarea{display:block;inline-size:100%;min-block-size:8rem;margin-block-end:1.5rem;padding:.5rem;border:2px solid var(--line);border-radius:.5rem;background:var(--paper);color:var(--ink);font:inherit}
button{min-block-size:3rem;min-inline-size:8rem;padding:.5rem 1.5rem;border:2px solid var(--accent);border-radius:.5rem;background:var(--accent);color:var(--on-accent);font:inherit;font-weight:600;cursor:pointer}
input[type=text]{display:block;inline-size:100%;min-block-size:3rem;margin-block-end:1rem;padding:.5rem;border:2px solid var(--line);border-radius:.5rem;background:var(--paper);color:var(--ink);font:inherit}
label.box{display:flex;align-items:center;gap:.5rem;min-block-size:3rem}
label.box input{flex:none;inline-size:1.5rem;block-size:1.5rem;margin:0;accent-color:var(--accent)}
label.box span{min-inline-size:0;overflow-wrap:anywhere}
.rather{margin-block:2rem .75rem}
.wish{display:flex;flex-wrap:wrap;align-items:center;gap:.25rem .75rem}
.wish button{flex:1 1 16rem;background:var(--paper);color:var(--accent)}
.wish .hint{flex:1 1 16rem;margin:0}
.buttons{display:flex;flex-wrap:wrap;gap:.75rem}
.buttons button{flex:1 1 12rem}
form.back{margin-block-start:2rem;padding-block-start:1rem;border-block-start:1px solid var(--line)}
.fault{margin-block-end:.5rem;font-weight:600}
blockquote{margin:0 0 1.5rem;padding-inline-start:1rem;border-inline-start:.25rem solid var(--line);white-space:pre-wrap;overflow-wrap:anywhere}
figure{margin:0 0 2rem}
video{display:block;max-inline-size:100%;margin-block-end:.5rem}
figcaption{color:var(--quiet);overflow-wrap:anywhere}
.notes{padding:0;list-style:none}
.photo{inline-size:4rem;block-size:4rem;border-radius:50%;object-fit:cover}
.problem{margin-block-end:1.5rem;padding:.75rem 1rem;border:2px solid var(--ink);border-inline-start-width:.5rem}
:focus-visible,.scale input:focus-visible+span{outline:3px solid var(--ink);outline-offset:2px}
@media (min-width:42rem){.scale{grid-template-columns:repeat(11,minmax(0,1fr))}}
@media (forced-colors:active){.scale input:checked+span{forced-color-adjust:none;border-color:Highlight;background:Highlight;color:HighlightText}}
`

/** The source expression for `style-src`. @category styles @since 0.1.0 */
export const source = `'sha256-${createHash("sha256").update(sheet).digest("base64")}'`
