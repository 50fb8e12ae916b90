import { expect, type Page } from '@playwright/test';

/** No request may ever go there. The name is reserved: nobody can own it. */
const ELSEWHERE = 'example.invalid';

/** A text that does something where it is written into a page as it is. */
export type Payload = { number: number; text: string; place: Place };

/**
 * Where a text may come to stand when somebody forgets what it needs there. Each payload is made for one of them; the
 * tests write it there unescaped, to see that it would be noticed.
 */
const PLACES = {
  text: (text: string) => `<p>${text}</p>`,
  quoted: (text: string) => `<input value="${text}">`,
  quotedOnce: (text: string) => `<input value='${text}'>`,
  bare: (text: string) => `<input value=${text}>`,
  link: (text: string) => `<a href="${text}">x</a>`,
  area: (text: string) => `<textarea>${text}</textarea>`,
  choice: (text: string) => `<select><option>${text}</option></select>`,
  title: (text: string) => `<title>${text}</title>`,
  style: (text: string) => `<style>${text}</style>`,
  comment: (text: string) => `<!-- ${text} -->`,
  code: (text: string) => `<script>said = "${text}"</script>`,
  codeOnce: (text: string) => `<script>said = '${text}'</script>`,
  // Only the quotes were thought of, not what stands before them.
  codeHalf: (text: string) => `<script>said = "${text.replaceAll('"', '\\"')}"</script>`,
  codeTicks: (text: string) => `<script>said = \`${text}\`</script>`,
  codeNote: (text: string) => `<script>/* ${text} */</script>`,
  codeLine: (text: string) => `<script>// ${text}\n</script>`,
  // The properties of an island, written into their attribute and read from there as markup.
  island: (text: string) => `<i data-props='{"text":"${text}"}'></i><script>
    const island = document.querySelector('[data-props]');
    island.innerHTML = JSON.parse(island.dataset.props).text;
  </script>`,
  // Escaped once and read twice: the text would be markup only the second time.
  twice: (text: string) => `<p id=once>${text}</p><script>once.innerHTML = once.textContent</script>`,
  address: (text: string) => `<p id=once></p><script>once.innerHTML = decodeURIComponent("${text}")</script>`,
  escape: (text: string) => `<p id=once></p><script>once.innerHTML = "${text}"</script>`,
  // Widths are folded here, so that full-width signs become the ones that matter.
  folded: (text: string) => `<p id=once>${text}</p><script>once.innerHTML = once.textContent.normalize('NFKC')</script>`,
  template: (text: string) => `<p id=once>${text}</p><script>
    once.textContent.replace(/{{(.*?)}}/g, (_, code) => Function('return ' + code)());
  </script>`,
};
type Place = keyof typeof PLACES;

/** The page that a payload would be in, had nobody thought of it. */
export function unescaped({ text, place }: Payload): string {
  return `<!DOCTYPE html><html><body>${PLACES[place](text)}</body></html>`;
}

/**
 * For № stands the payload's number. The code calls `ran`, and whatever is markup has the attribute `data-ran` as well:
 * an element that got in is seen even where the page's policy keeps its code from running.
 */
const LIST: [Place, string][] = [
  ['text', '<script data-ran>ran(№)</script>'],
  ['text', '<ScRiPt data-ran>ran(№)</sCrIpT>'],
  ['text', '<script/data-ran>ran(№)</script>'],
  ['text', '<<script data-ran>ran(№)</script>'],
  ['text', '<script data-ran type=module>ran(№)</script>'],
  ['text', '<script data-ran src=data:text/javascript,ran(№)></script>'],
  ['text', '<script data-ran>onerror=ran;throw №</script>'],
  ['text', '<script data-ran>ran`№`</script>'],
  ['text', '<script data-ran>ran(№)//'],
  ['text', '<!--><script data-ran>ran(№)</script>'],
  ['text', ']]><script data-ran>ran(№)</script>'],
  ['text', '%00<script data-ran>ran(№)</script>'],
  ['text', '&#0;<script data-ran>ran(№)</script>'],
  ['text', '<img data-ran src=x onerror=ran(№)>'],
  ['text', '<IMG DATA-RAN SRC=x ONERROR=ran(№)>'],
  ['text', '<img data-ran src=x oNeRrOr=ran(№)//'],
  ['text', '<img/data-ran/src="x"/onerror="ran(№)">'],
  ['text', '<img data-ran src=x onerror="&#114;an(№)">'],
  ['text', "<img data-ran srcset=x onerror='ran(№)'>"],
  ['text', '<svg data-ran onload=ran(№)>'],
  ['text', '<svg data-ran><script>ran(№)</script></svg>'],
  ['text', '<svg data-ran><script href=data:,ran(№) />'],
  ['text', '<svg data-ran><animate onbegin=ran(№) attributeName=x dur=1s>'],
  ['text', '<svg data-ran><set onbegin=ran(№) attributeName=x>'],
  ['text', '<svg data-ran><a xlink:href=javascript:ran(№)><text y=9>x'],
  ['text', '<svg data-ran><style><img src=x onerror=ran(№)></style>'],
  ['text', '<math data-ran><mtext><img src=x onerror=ran(№)>'],
  ['text', '<math data-ran href=javascript:ran(№)>x'],
  ['text', '<iframe data-ran srcdoc="<script>parent.ran(№)</script>">'],
  ['text', '<iframe data-ran src=javascript:parent.ran(№)>'],
  ['text', '<iframe data-ran src="data:text/html,<script>ran(№)</script>">'],
  ['text', '<object data-ran data=javascript:ran(№)>'],
  ['text', '<embed data-ran src=javascript:ran(№)>'],
  ['text', '<a data-ran href=javascript:ran(№)>x</a>'],
  ['text', '<a data-ran href="JaVaScRiPt:ran(№)">x</a>'],
  ['text', '<a data-ran href="java&Tab;script&colon;ran(№)">x</a>'],
  ['text', '<a data-ran href=" &#14; javascript:ran(№)">x</a>'],
  ['text', '<a data-ran href="vbscript:ran(№)">x</a>'],
  ['text', '<a data-ran href="data:text/html,<script>ran(№)</script>">x</a>'],
  ['text', '<details data-ran open ontoggle=ran(№)>'],
  ['text', '<input data-ran autofocus onfocus=ran(№)>'],
  ['text', '<select data-ran autofocus onfocus=ran(№)>'],
  ['text', '<textarea data-ran autofocus onfocus=ran(№)>'],
  ['text', '<x data-ran tabindex=1 autofocus onfocus=ran(№)>x'],
  ['text', '<video data-ran><source onerror=ran(№)>'],
  ['text', '<audio data-ran src=x onerror=ran(№)>'],
  ['text', '<body data-ran onload=ran(№)>'],
  ['text', '<body data-ran onpageshow=ran(№)>'],
  ['text', '<marquee data-ran onstart=ran(№)>x</marquee>'],
  ['text', '<form data-ran action=javascript:ran(№)><button>x'],
  ['text', '<button data-ran form=form formaction=javascript:ran(№)>x'],
  ['text', '<isindex data-ran type=image src=1 onerror=ran(№)>'],
  ['text', '<meta data-ran http-equiv=refresh content="0;url=javascript:ran(№)">'],
  ['text', `<meta data-ran http-equiv=refresh content="9;url=//${ELSEWHERE}/№">`],
  ['text', `<base data-ran href=//${ELSEWHERE}/№/>`],
  ['text', `<link data-ran rel=stylesheet href=//${ELSEWHERE}/№>`],
  ['text', `<style data-ran>*{background:url(//${ELSEWHERE}/№)}</style>`],
  ['text', `<style data-ran>@import'//${ELSEWHERE}/№'</style>`],
  ['text', '<div data-ran style="background:url(javascript:ran(№))">x</div>'],
  ['text', '<div data-ran style=position:fixed;inset:0 onmouseover=ran(№)>x</div>'],
  ['text', '<template data-ran><script>ran(№)</script></template>'],
  ['text', '<div data-ran><template shadowrootmode=open><script>ran(№)</script></template></div>'],
  ['text', '<noscript data-ran><p title="</noscript><img src=x onerror=ran(№)>">'],
  ['text', '<table data-ran background=javascript:ran(№)><td>x</table>'],
  ['text', '<dialog data-ran open onclose=ran(№)>x</dialog>'],
  ['text', '<leptos-island data-ran data-component=Keeping onfocus=ran(№)>'],
  ['quoted', '"><script data-ran>ran(№)</script>'],
  ['quoted', '"/><svg data-ran onload=ran(№)>'],
  ['quoted', '" data-ran autofocus onfocus="ran(№)'],
  ['quoted', 'x"data-ran onpointerenter=ran(№) style="position:fixed;inset:0'],
  ['quotedOnce', "'><script data-ran>ran(№)</script>"],
  ['quotedOnce', "' data-ran autofocus onfocus='ran(№)"],
  ['bare', 'x data-ran autofocus onfocus=ran(№)'],
  ['bare', 'x><img data-ran src=x onerror=ran&lpar;№&rpar;>'],
  ['link', 'javascript:ran(№)'],
  ['link', 'javascript://%0aran(№)'],
  ['area', '</textarea><script data-ran>ran(№)</script>'],
  ['area', '</TEXTAREA ><img data-ran src=x onerror=ran(№)>'],
  ['choice', '</option></select><img data-ran src=x onerror=ran(№)>'],
  ['title', '</title><script data-ran>ran(№)</script>'],
  ['style', '</style><script data-ran>ran(№)</script>'],
  ['comment', '--><script data-ran>ran(№)</script><!--'],
  ['comment', '--!><img data-ran src=x onerror=ran(№)>'],
  ['code', '</script><script data-ran>ran(№)</script>'],
  ['code', '";ran(№)//'],
  ['codeOnce', "'-ran(№)-'"],
  ['codeHalf', '\\";ran(№)//'],
  ['codeTicks', '${ran(№)}'],
  ['codeNote', '*/ran(№)/*'],
  // To code a line ends here, to most of what cleans texts it does not.
  ['codeLine', 'x\u2028ran(№)//'],
  ['codeLine', 'x\u2029ran(№)//'],
  ['island', '","text":"<img data-ran src=x onerror=ran(№)>'],
  ['island', '"}\'><img data-ran src=x onerror=ran(№)>'],
  ['twice', '&lt;img data-ran src=x onerror=ran(№)&gt;'],
  ['twice', '&#x3c;svg data-ran onload=ran(№)&#62;'],
  ['address', '%3Cimg data-ran src=x onerror=ran(№)%3E'],
  ['escape', '\\x3cimg data-ran src=x onerror=ran(№)\\u003e'],
  ['folded', '＜img data-ran src=x onerror=ran(№)＞'],
  ['template', "{{constructor.constructor('ran(№)')()}}"],
  ['template', '{{ran(№)}}'],
];

/** A hundred of them. */
export const PAYLOADS: Payload[] = LIST.map(([place, text], index) => ({
  number: index + 1,
  text: text.replaceAll('№', String(index + 1)),
  place,
}));

/** Runs in the page: what a payload left there, and all that the page says, in text and in fields. */
function look(elsewhere: string): { traces: string[]; said: string[] } {
  const leads = /^(href|xlink:href|src|action|formaction|data|poster)$/;
  const outside = new RegExp(`^\\s*(java|vb)script:|^\\s*(https?:)?//${elsewhere}`, 'i');
  const runs = ({ name, value }: Attr) => name === 'data-ran' || name.startsWith('on') || (leads.test(name) && outside.test(value));
  const elements = [...document.querySelectorAll('*')];
  const fields = [...document.querySelectorAll<HTMLInputElement>('input, textarea')];
  return {
    traces: elements.filter((element) => [...element.attributes].some(runs)).map((element) => element.outerHTML.slice(0, 120)),
    said: [
      document.documentElement.textContent ?? '',
      // What a field for a day cannot show stands in its attribute all the same.
      ...fields.flatMap((field) => [field.value, field.getAttribute('value') ?? '']),
    ],
  };
}

/** Notices when a payload runs, on whichever page and whenever, or stands on a page as more than text. */
export class Watch {
  /** What ran, and what was asked for elsewhere. */
  readonly happened: string[] = [];

  async over(page: Page): Promise<void> {
    const context = page.context();
    await context.exposeFunction('ran', (which: unknown) => {
      this.happened.push(`payload ${which} ran`);
    });
    context.on('request', (request) => {
      if (new URL(request.url()).host === ELSEWHERE) this.happened.push(`asked for ${request.url()}`);
    });
    context.on('dialog', (dialog) => {
      this.happened.push(`said ${dialog.message()}`);
      void dialog.dismiss();
    });
  }

  /** What the page tells against it: what got in, and which of the texts it does not show as they were written. */
  async complaints(page: Page, texts: string[]): Promise<string[]> {
    const { traces, said } = await page.evaluate(look, ELSEWHERE);
    const lost = texts.filter((text) => !said.some((words) => words.includes(text)));
    return [...this.happened, ...traces, ...lost.map((text) => `not shown: ${text}`)];
  }

  /** Nothing got into the page, and it shows these texts: one that is dropped would prove nothing. */
  async quiet(page: Page, ...texts: string[]): Promise<void> {
    // An island writes its part of the page again when it wakes.
    if ((await page.locator('leptos-island form#form[method=post]').count()) > 0) {
      await expect(page.locator('body.awake')).toBeVisible();
    }
    expect(await this.complaints(page, texts), page.url().slice(0, 200)).toEqual([]);
  }

  /** Opens the page; what it answers. */
  async open(page: Page, address: string, ...texts: string[]): Promise<number | undefined> {
    const answer = await page.goto(address);
    await this.quiet(page, ...texts);
    return answer?.status();
  }
}
