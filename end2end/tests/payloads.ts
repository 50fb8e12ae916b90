/** Code that tells the page that it ran; no payload is longer than a line of a form. */
const told = (n: number) => `window.ran=${n}`;

/** The ways in that are known: an element, an attribute, or the way out of the place where a text stands. */
const WAYS: ((n: number) => string)[] = [
  (n) => `<script data-ran>${told(n)}</script>`,
  (n) => `<img data-ran src=x onerror=${told(n)}>`,
  (n) => `<svg data-ran onload=${told(n)}>`,
  (n) => `<iframe data-ran srcdoc="<script>parent.ran=${n}</script>">`,
  (n) => `<a data-ran href="javascript:${told(n)}">x</a>`,
  (n) => `<details data-ran open ontoggle=${told(n)}>`,
  (n) => `<input data-ran autofocus onfocus=${told(n)}>`,
  (n) => `<video data-ran><source onerror=${told(n)}>`,
  (n) => `<body data-ran onpageshow=${told(n)}>`,
  (n) => `<form data-ran action=javascript:${told(n)}><button>x`,
  (n) => `<meta data-ran http-equiv=refresh content="0;url=javascript:${told(n)}">`,
  (n) => `<base data-ran href="//example.invalid/${n}">`,
  (n) => `<object data-ran data="javascript:${told(n)}">`,
  (n) => `<style data-ran>*{background:url(//example.invalid/${n})}</style>`,
  (n) => `<math data-ran><mtext><img onerror=${told(n)} src=x>`,
  (n) => `<template data-ran><script>${told(n)}</script></template>`,
  (n) => `<ScRiPt data-ran>${told(n)}</sCrIpT>`,
  (n) => `<img data-ran src=x oNeRrOr=${told(n)}//`,
  (n) => `<marquee data-ran onstart=${told(n)}>`,
  (n) => `<link data-ran rel=stylesheet href=//example.invalid/${n}>`,
];

/** Where the text may stand when it gets in: between tags, in an attribute, in a text area, in a title, in a script. */
const OUT = ['', '">', "'>", '</textarea></title></style>', '--></script>]]>'];

/** A hundred texts, each of which runs or shows as an element where it is written unescaped. */
export const PAYLOADS: string[] = OUT.flatMap((out, row) => WAYS.map((way, column) => `${out}${way(row * WAYS.length + column + 1)}`));
